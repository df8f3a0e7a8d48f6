import {z} from 'zod';
import {oneOf} from '../options/fields.js';
import {suggest} from '../options/suggest.js';
import {scenarios} from './scenario.js';

/** The schema of an option that names a scenario. */
export const scenarioIdField = oneOf(...scenarios.map(({id}) => id));

/** The schema of an option that names scenarios. */
export const scenarioIds = z
  .array(scenarioIdField, 'expected a list of scenario ids')
  .min(1, 'expected at least one (leave it out for the default)');

const ids = scenarios.map(({id}) => id);

/** A scenario as somebody wrote it; where there is none such, it is told which may be meant. */
export const writtenScenario = z.enum(ids, {
  error: ({input}) => (typeof input === 'string' ? unknownScenario(input) : undefined),
});

function unknownScenario(id: string): string {
  const meant = suggest(
    id.toLowerCase(),
    scenarios.map((each) => each.id.toLowerCase()),
  );
  const listed = '"convcodebench list scenarios" names them';
  const remedy = meant === null ? listed : `did you mean ${meant.toUpperCase()}? ${listed}`;
  return `${id}: unknown scenario; ${remedy}`;
}
