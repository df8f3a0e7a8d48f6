import {createSpending, type Spending} from '../conversation/spending.js';
import {UsageError} from '../errors.js';
import type {Price} from '../model/budget.js';

/** What a run may ask and spend, over all sittings that it takes. */
export type Budget = {
  /** Requests sent. Default: no bound. */
  maxRequests?: number | undefined;
  /** In the currency of `price`, which it needs. Default: no bound. */
  maxCost?: number | undefined;
  price?: Price | undefined;
};

/**
 * A purse for a budget; several runs may be given the same one, and then share what it holds.
 * @throws {UsageError} for a bound on cost without a price.
 * @example
 * const budget = openSpending({maxRequests: 1000});
 */
export function openSpending({maxRequests, maxCost, price}: Budget): Spending {
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
