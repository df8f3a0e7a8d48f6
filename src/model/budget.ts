import type {Request, Usage} from './model.js';
import {plainPrompt} from './request-body.js';

/** Per million tokens, in any one currency. */
export type Price = {prompt: number; completion: number};

/** What a run may spend; null: no bound. A bound on cost needs a price. */
export type Budget = {maxRequests: number | null; maxCost: number | null; price: Price};

/** What has been spent, and what the questions in flight may still cost at most. Counts of requests and tokens. */
export type Ledger = {requests: number; spent: Usage; reserved: Usage};

export const emptyLedger: Ledger = {
  requests: 0,
  spent: {prompt_tokens: 0, completion_tokens: 0},
  reserved: {prompt_tokens: 0, completion_tokens: 0},
};

/** The most a request is likely to take: a token for every four characters asked, and as many answered as allowed. */
export function worstCase(request: Request): Usage {
  return {
    prompt_tokens: Math.ceil(plainPrompt(request.messages).length / 4),
    completion_tokens: request.decoding.max_tokens,
  };
}

export function costOf({prompt_tokens, completion_tokens}: Usage, price: Price): number {
  return (prompt_tokens * price.prompt + completion_tokens * price.completion) / 1_000_000;
}

/**
 * Why one more question (`next`, see `worstCase`) may not be asked now; null when it may. As long as questions are in flight it may
 * be allowed later: they mostly cost less than was set aside for them.
 */
export function overBudget({requests, spent, reserved}: Ledger, budget: Budget, next: Usage): string | null {
  if (budget.maxRequests !== null && requests >= budget.maxRequests)
    return `--max-requests ${budget.maxRequests} is reached`;
  const cost = [spent, reserved, next].reduce((sum, part) => sum + costOf(part, budget.price), 0);
  if (budget.maxCost !== null && cost > budget.maxCost) return `--max-cost ${budget.maxCost} would be passed`;
  return null;
}

/** A question goes out. */
export function reserve(ledger: Ledger, expected: Usage): Ledger {
  return {...ledger, requests: ledger.requests + 1, reserved: plus(ledger.reserved, expected, 1)};
}

/** A question came back: `usage` as the server counted it; where it did not, what was set aside counts. A failed one cost nothing. */
export function settle(ledger: Ledger, expected: Usage, usage: Usage): Ledger {
  return {...ledger, spent: plus(ledger.spent, usage, 1), reserved: plus(ledger.reserved, expected, -1)};
}

function plus(a: Usage, b: Usage, sign: 1 | -1): Usage {
  return {
    prompt_tokens: a.prompt_tokens + sign * b.prompt_tokens,
    completion_tokens: a.completion_tokens + sign * b.completion_tokens,
  };
}
