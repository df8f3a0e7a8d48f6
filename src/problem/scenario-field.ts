import {z} from 'zod';
import {oneOf} from '../options/fields.js';
import {scenarios} from './scenario.js';

/** The schema of an option that names scenarios. */
export const scenarioIds = z.array(
  oneOf(...scenarios.map(({id}) => id)),
  'expected a list of scenario ids',
);
