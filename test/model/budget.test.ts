import {expect, test} from 'vitest';
import {
  costOf,
  emptyAccount,
  overBudget,
  reserve,
  settle,
  worstCase,
} from '../../src/model/budget.js';
import {question} from './endpoint/endpoint-fixture.js';

const price = {prompt: 2, completion: 10};
const unbounded = {maxRequests: null, maxCost: null, price};
// 1,000 prompt tokens at 2 and 500 completion tokens at 10 per million: 0.002 + 0.005.
const usage = {prompt_tokens: 1_000, completion_tokens: 500};

test('cost is tokens times price per million', () => {
  expect(costOf(usage, price)).toBeCloseTo(0.007, 12);
});

test('the worst case of a question is a token for four characters, and the longest answer', () => {
  // "Write a function." has 17 characters.
  expect(worstCase(question)).toEqual({prompt_tokens: 5, completion_tokens: 2048});
});

test('exactly as many requests go out as allowed', () => {
  const budget = {...unbounded, maxRequests: 2};
  const afterOne = reserve(emptyAccount, 0.007);
  expect(overBudget(afterOne, budget, 0.007)).toBeNull();
  expect(overBudget(reserve(afterOne, 0.007), budget, 0.007)).toContain('`maxRequests` 2');
});

test('what is in flight counts in full, what came back as it was used', () => {
  const budget = {...unbounded, maxCost: 0.015};
  const twoInFlight = reserve(reserve(emptyAccount, 0.007), 0.007);
  // 2 x 0.007 in flight and 0.007 more is 0.021.
  expect(overBudget(twoInFlight, budget, 0.007)).toContain('`maxCost` 0.015');
  // One came back at 0.0007: 0.0007 + 0.007 + 0.007 = 0.0147.
  const oneBack = settle(twoInFlight, 0.007, 0.0007);
  expect(overBudget(oneBack, budget, 0.007)).toBeNull();
  expect(oneBack).toEqual({requests: 2, spent: 0.0007, reserved: 0.007});
});
