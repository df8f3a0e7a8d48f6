import {UsageError} from '../../errors.js';
import type {Price} from '../../model/budget.js';
import {kebab, value} from './flag.js';
import {number, wholeNumber} from './schemas.js';

const group = 'Budget';

/** What a run may ask and spend. */
export const budgetFlags = {
  maxRequests: value(wholeNumber(0).optional(), {
    group,
    help: 'Stop after so many requests in all of the run, a critic’s and earlier sittings’ included',
    otherwise: 'no bound',
  }),
  maxCost: value(number(0).optional(), {
    group,
    help: 'Stop before all of the run costs more than this; needs both prices',
    otherwise: 'no bound',
  }),
  ...priceFlags(['maxCost']),
};

/** @param belongsTo the flags that make use of a price. */
export function priceFlags(belongsTo: readonly string[]) {
  return {
    pricePrompt: value(number(0).optional(), {
      group,
      help: 'Price of a million prompt tokens',
      belongsTo,
    }),
    priceCompletion: value(number(0).optional(), {
      group,
      help: 'Price of a million answer tokens',
      belongsTo,
    }),
  };
}

/**
 * What a critic of another price than the model's costs.
 * @param needs the flags without which nothing makes use of it.
 */
export const criticPriceFlags = (needs: readonly string[]) => ({
  criticPricePrompt: value(number(0).optional(), {
    group,
    help: 'Price of a million prompt tokens of the critic',
    otherwise: 'as --price-prompt',
    needs,
  }),
  criticPriceCompletion: value(number(0).optional(), {
    group,
    help: 'Price of a million answer tokens of the critic',
    otherwise: 'as --price-completion',
    needs,
  }),
});

/**
 * What a million tokens of the model cost; undefined where neither price was given.
 * @throws {UsageError} for one price alone: it would count the other tokens as free.
 */
export function priceOf({
  pricePrompt,
  priceCompletion,
}: {
  pricePrompt?: number | undefined;
  priceCompletion?: number | undefined;
}): Price | undefined {
  return bothPrices({pricePrompt, priceCompletion});
}

/** The same of the critic. */
export function criticPriceOf({
  criticPricePrompt,
  criticPriceCompletion,
}: {
  criticPricePrompt?: number | undefined;
  criticPriceCompletion?: number | undefined;
}): Price | undefined {
  return bothPrices({criticPricePrompt, criticPriceCompletion});
}

/** @param prices the price of prompts, then that of answers, by the names of their flags. */
function bothPrices(prices: Record<string, number | undefined>): Price | undefined {
  const [prompt, completion] = Object.values(prices);
  if (prompt !== undefined && completion !== undefined) return {prompt, completion};
  const missing = Object.keys(prices).find((name) => prices[name] === undefined);
  const given = Object.keys(prices).find((name) => prices[name] !== undefined);
  if (missing === undefined || given === undefined) return undefined;
  throw new UsageError(
    `--${kebab(missing)}: missing; with --${kebab(given)} alone the other tokens would count as free (0 says that they are)`,
  );
}
