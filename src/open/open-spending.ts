import {createSpending, type Spending} from '../conversation/spending.js';
import {UsageError} from '../errors.js';
import type {Price} from '../model/budget.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {number, wholeNumber} from '../options/fields.js';

/** What a run may ask and spend, over all sittings that it takes. */
export type Budget = {
  /** Requests sent. Default: no bound. */
  maxRequests?: number | undefined;
  /** In the currency of `price`, which it needs. Default: no bound. */
  maxCost?: number | undefined;
  price?: Price | undefined;
};

export const price = optionsOf<Price>({prompt: number(0), completion: number(0)});

export const budgetSpec = optionsOf<Budget>({
  maxRequests: wholeNumber(0).optional(),
  maxCost: number(0).optional(),
  price: price.optional(),
});

/**
 * A purse for a budget; several runs may be given the same one, and then share what it holds.
 * @throws {UsageError} for a bound on cost without a price, and for a budget that is none.
 * @example
 * const budget = openSpending({maxRequests: 1000});
 */
export function openSpending(budget: Budget): Spending {
  checkOptions('openSpending', budgetSpec, budget);
  const {maxRequests, maxCost, price} = budget;
  if (maxCost !== undefined && price === undefined)
    throw new UsageError('budget: maxCost needs a price, per million tokens');
  return createSpending({
    maxRequests: maxRequests ?? null,
    maxCost: maxCost ?? null,
    price: price ?? {prompt: 0, completion: 0},
  });
}

/** The purse that was given, or one for the budget that was. */
export function spendingOf(given: Budget | Spending | undefined): Spending | undefined {
  if (given === undefined) return undefined;
  return 'take' in given ? given : openSpending(given);
}
