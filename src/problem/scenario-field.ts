import {z} from 'zod';
import {oneOf} from '../options/fields.js';
import {scenarios} from './scenario.js';

/** The schema of an option that names a scenario. */
export const scenarioIdField = oneOf(...scenarios.map(({id}) => id));

/** The schema of an option that names scenarios. */
export const scenarioIds = z
  .array(scenarioIdField, 'expected a list of scenario ids')
  .min(1, 'expected at least one (leave it out for the default)');
