import type {Argv} from 'yargs';
import {z} from 'zod';
import type {Price} from '../model/budget.js';
import {fields} from './options.js';
import {priceOf} from './run-options.js';

/** What a critic of another price than the model's costs. */
export function criticPriceOptions(yargs: Argv): Argv {
  return yargs
    .option('critic-price-prompt', {
      type: 'string',
      requiresArg: true,
      describe:
        'Price of a million prompt tokens of the critic [default: both its prices as the model’s]',
    })
    .option('critic-price-completion', {
      type: 'string',
      requiresArg: true,
      describe: 'Price of a million answer tokens of the critic',
    });
}

export const criticPriceFields = {
  criticPricePrompt: fields.number(0).optional(),
  criticPriceCompletion: fields.number(0).optional(),
};

const criticPriceSchema = z.object(criticPriceFields);

/** Undefined where neither price was given. */
export function criticPriceOf({
  criticPricePrompt,
  criticPriceCompletion,
}: z.infer<typeof criticPriceSchema>): Price | undefined {
  return priceOf({pricePrompt: criticPricePrompt, priceCompletion: criticPriceCompletion});
}
