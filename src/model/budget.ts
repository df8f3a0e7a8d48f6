import {option} from '../options/option-name.js';
import {plainPrompt} from './endpoint/request-body.js';
import {defaultDecoding, type Request, type Usage} from './model.js';

/** Per million tokens, in any one currency. */
export type Price = {prompt: number; completion: number};

/** What a run may spend; null: no bound. A bound on cost needs a price. */
export type SpendingBounds = {maxRequests: number | null; maxCost: number | null; price: Price};

/**
 * Requests asked, what they cost, and what those in flight may still cost at most, each at the
 * price of its model.
 */
export type Account = {requests: number; spent: number; reserved: number};

export const emptyAccount: Account = {requests: 0, spent: 0, reserved: 0};

/**
 * The most a request is likely to take: a token for every four characters asked, and as many
 * answered as allowed; where no limit is sent, as many as are by default.
 */
export function worstCase(request: Request): Usage {
  return {
    prompt_tokens: Math.ceil(plainPrompt(request.messages).length / 4),
    completion_tokens: longestAnswer(request.decoding),
  };
}

/** In tokens: as allowed, or the default where no limit is sent. */
export function longestAnswer({max_tokens}: Request['decoding']): number {
  return max_tokens ?? defaultDecoding.max_tokens;
}

export function costOf({prompt_tokens, completion_tokens}: Usage, price: Price): number {
  return (prompt_tokens * price.prompt + completion_tokens * price.completion) / 1_000_000;
}

/**
 * Why one more question, which may cost `next`, may not be asked now; null when it may. As long as
 * questions are in flight it may be allowed later: they mostly cost less than was set aside for
 * them.
 */
export function overBudget(
  {requests, spent, reserved}: Account,
  budget: SpendingBounds,
  next: number,
): string | null {
  if (budget.maxRequests !== null && requests >= budget.maxRequests)
    return `${option('maxRequests')} ${budget.maxRequests} is reached`;
  if (budget.maxCost !== null && spent + reserved + next > budget.maxCost)
    return `${option('maxCost')} ${budget.maxCost} would be passed`;
  return null;
}

/** What was asked and paid before. */
export function enter(account: Account, requests: number, spent: number): Account {
  return {...account, requests: account.requests + requests, spent: account.spent + spent};
}

/** A question goes out. */
export function reserve(account: Account, expected: number): Account {
  return {...account, requests: account.requests + 1, reserved: account.reserved + expected};
}

/** A question came back, and cost `cost` in the end. */
export function settle(account: Account, expected: number, cost: number): Account {
  return {...account, spent: account.spent + cost, reserved: account.reserved - expected};
}
