import {join} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {modelSlug} from '../model/slug.js';
import {critic} from '../open/choice-fields.js';
import type {CriticChoice} from '../open/open-critic.js';
import {spendingOf} from '../open/open-spending.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {option} from '../options/option-name.js';
import {
  type GeneratedLog,
  type GenerateLogOptions,
  generateFields,
  generateLog,
} from './generate-log.js';

/** As for `generateLog`, with several critics; `out` holds a run for each. */
export type CompareCriticsOptions = Omit<GenerateLogOptions, 'critic'> & {
  critics: readonly CriticChoice[];
};

const {critic: _, ...shared} = generateFields;

const schema = optionsOf<CompareCriticsOptions>({
  ...shared,
  critics: z.array(critic, 'expected a list of critics'),
});

/**
 * Has one model's conversations with each critic, in `out/<critic>`, all within one budget. Pass@1
 * after one turn of their feedback is the paper's Table 14.
 * @throws {UsageError} as `generateLog` does, and for two critics of one directory.
 */
export async function compareCritics(
  options: CompareCriticsOptions,
): Promise<(GeneratedLog & {critic: string})[]> {
  checkOptions('compareCritics', schema, options);
  const {critics, out, budget, ...same} = options;
  const named = critics.map((choice) => ({choice, name: nameOf(choice)}));
  refuseSharedDirectory(named.map(({name}) => name));
  const spending = spendingOf(budget);
  const runs = [];
  for (const {choice, name} of named) {
    const directory = join(out, modelSlug(name));
    const run = await generateLog({...same, budget: spending, critic: choice, out: directory});
    runs.push({...run, critic: name});
  }
  return runs;
}

function nameOf(choice: CriticChoice): string {
  if (typeof choice === 'string') return choice;
  return 'spec' in choice ? choice.spec : choice.id;
}

function refuseSharedDirectory(names: readonly string[]): void {
  const taken = new Map<string, string>();
  for (const name of names) {
    const slug = modelSlug(name);
    const other = taken.get(slug);
    if (other !== undefined)
      throw new UsageError(
        `${option('critics')}: ${other}, ${name}: both would have the directory ${slug}; name each critic once, and own ones differently`,
      );
    taken.set(slug, name);
  }
}
