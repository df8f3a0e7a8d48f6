import {resolve as absolute} from 'node:path';
import {
  costOf,
  emptyAccount,
  enter,
  overBudget,
  type Price,
  reserve,
  type SpendingBounds,
  settle,
  worstCase,
} from '../model/budget.js';
import {ModelError, type Request, type Usage} from '../model/model.js';
import type {Taken} from '../run/taken.js';

/** Holds a run to its budget, over all questions in flight. */
export type Spending = {
  /**
   * Waits until the question may go out; the function that comes back is told what it took.
   * @throws {ModelError} `refused` when the budget does not allow it, however cheap the questions
   * in flight turn out.
   */
  take(request: Request): Promise<(spent: Spent) => void>;
  /**
   * Counts what earlier sittings took, since a bound is for all of a run's life. Of one `path`,
   * however it is spelled, the first counts: a run that is opened again with this purse has paid
   * already.
   */
  recall(path: string, earlier: Taken): void;
  /** The same purse for a model of another price. */
  at(price: Price): Spending;
  /** What the purse could not pay for, whatever the model; null: nothing. */
  refusals(): Refusals | null;
};

/** The bound that stopped the asking, in words, and how many questions were not asked for it. */
export type Refusals = {bound: string; questions: number};

/**
 * What a question took, as the server counted it. `uncounted`: answered without a count, so what
 * was set aside is taken for spent; `failed`: nothing.
 */
export type Spent = Usage | 'uncounted' | 'failed';

/** Spending within `budget`: what is in flight counts at its worst until it is back. */
export function createSpending(budget: SpendingBounds): Spending {
  let account = emptyAccount;
  let inFlight = 0;
  let wakers: (() => void)[] = [];
  let refusals: Refusals | null = null;
  const recalled = new Set<string>();
  const at = (price: Price): Spending => ({
    at,
    refusals: () => refusals,
    recall(path, {requests, usage}) {
      if (recalled.has(absolute(path))) return;
      recalled.add(absolute(path));
      account = enter(account, requests, costOf(usage, price));
    },
    async take(request) {
      const expected = costOf(worstCase(request), price);
      for (;;) {
        const reason = overBudget(account, budget, expected);
        if (reason === null) break;
        if (inFlight === 0 || account.requests === budget.maxRequests) {
          refusals = {bound: reason, questions: (refusals?.questions ?? 0) + 1};
          throw new ModelError('refused', reason);
        }
        await new Promise<void>((resolve) => wakers.push(resolve));
      }
      account = reserve(account, expected);
      inFlight += 1;
      return (spent) => {
        account = settle(account, expected, costOfSpent(spent, expected, price));
        inFlight -= 1;
        const waiting = wakers;
        wakers = [];
        for (const wake of waiting) wake();
      };
    },
  });
  return at(budget.price);
}

function costOfSpent(spent: Spent, expected: number, price: Price): number {
  if (spent === 'failed') return 0;
  return spent === 'uncounted' ? expected : costOf(spent, price);
}
