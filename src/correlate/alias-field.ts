import {z} from 'zod';
import {optionsOf} from '../options/check-options.js';
import {text} from '../options/fields.js';
import type {Alias} from '../score/model-names.js';

/** The schema of an option that says which names are of one model. */
export const aliases = z.array(
  optionsOf<Alias>({name: text, same: text}),
  'expected a list of {name, same}',
);
