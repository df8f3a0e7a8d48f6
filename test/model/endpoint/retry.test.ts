import fc from 'fast-check';
import {expect, test} from 'vitest';
import {defaultRetryPolicy, nextWaitMs, retryAfterMs} from '../../../src/model/endpoint/retry.js';

/** A failure that may go better next time. */
function busy(retryAfterMs: number | null = null) {
  return {kind: 'retry', reason: 'busy', retryAfterMs, otherwise: 'refused'} as const;
}

const policy = {
  ...defaultRetryPolicy,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
};

test('the range doubles with each attempt up to the largest delay', () => {
  const nearlyOne = () => 0.999_999;
  const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) =>
    nextWaitMs(busy(), {attempt, spentMs: 0}, {...policy, maxRetries: 7}, nearlyOne),
  );
  expect(waits.map((wait) => Math.round(wait ?? Number.NaN))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
});

test('a wait is what the server asked for, and a share of the range on top', () => {
  const tried = fc.record({
    attempt: fc.integer({min: 1, max: 5}),
    spentMs: fc.constant(0),
    retryAfterMs: fc.option(fc.nat(200_000)),
  });
  fc.assert(
    fc.property(tried, fc.double({min: 0, max: 0.999, noNaN: true}), (attempted, chance) => {
      const wait =
        nextWaitMs(busy(attempted.retryAfterMs), attempted, policy, () => chance) ?? Number.NaN;
      const asked = attempted.retryAfterMs ?? 0;
      const range = Math.min(1_000 * 2 ** (attempted.attempt - 1), 30_000);
      expect(wait).toBeCloseTo(asked + chance * range, 6);
    }),
  );
});

test('nothing is tried after the last retry or when the time would be over', () => {
  const tried = {attempt: 1, spentMs: 0};
  expect(nextWaitMs(busy(), {...tried, attempt: 6}, policy, () => 0)).toBeNull();
  expect(nextWaitMs(busy(), {...tried, spentMs: policy.maxWallMs}, policy, () => 0)).toBeNull();
  expect(nextWaitMs(busy(), tried, {...policy, maxRetries: 0}, () => 0)).toBeNull();
  const refused = {kind: 'refused', reason: 'no'} as const;
  expect(nextWaitMs(refused, tried, policy, () => 0)).toBeNull();
});

test.each([
  [{'retry-after': '2'}, 2_000],
  [{'retry-after': '0.5'}, 500],
  [{'retry-after-ms': '150', 'retry-after': '9'}, 150],
  [{'retry-after-ms': '', 'retry-after': '9'}, 9_000],
  // RFC 9110, 5.6.7: the three forms of an HTTP date; 08:49:37 is 7 s after 08:49:30.
  [{'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT'}, 7_000],
  [{'retry-after': 'Sunday, 06-Nov-94 08:49:37 GMT'}, 7_000],
  [{'retry-after': 'Sun Nov  6 08:49:37 1994'}, 7_000],
  [{'retry-after': 'Sun, 06 Nov 1994 08:49:00 GMT'}, 0],
  [{'retry-after': '-3'}, null],
  [{'retry-after': 'later'}, null],
  [{}, null],
])('%j asks for %s ms', (headers: {[name: string]: string}, expected) => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 30);
  expect(retryAfterMs((name) => headers[name] ?? null, now)).toBe(expected);
});
