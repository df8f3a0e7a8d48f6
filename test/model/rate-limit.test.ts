import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRateLimiter} from '../../src/model/rate-limit.js';
import {createTestClock} from './test-clock.js';

const unlimited = {requestsPerMinute: null, tokensPerMinute: null};

test('without limits nobody waits', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(unlimited, clock);
  for (let request = 0; request < 100; request += 1) await limiter.take(1_000_000);
  expect(clock.sleeps).toEqual([]);
});

test('no 60 seconds see more requests or tokens than allowed, and nobody waits longer than needed', async () => {
  const arrivals = fc.array(fc.record({tokens: fc.integer({min: 1, max: 50}), pauseMs: fc.nat(40_000)}), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(
      arrivals,
      fc.integer({min: 1, max: 5}),
      fc.integer({min: 50, max: 120}),
      async (requests, rpm, tpm) => {
        const clock = createTestClock();
        const limiter = createRateLimiter({requestsPerMinute: rpm, tokensPerMinute: tpm}, clock);
        const left: {at: number; tokens: number}[] = [];
        for (const {tokens, pauseMs} of requests) {
          const asked = clock.now();
          await limiter.take(tokens);
          left.push({at: clock.now(), tokens});
          if (clock.now() > asked) expect(fitsAt(clock.now() - 1, left, rpm, tpm)).toBe(false);
          expect(fitsAt(clock.now(), left, rpm, tpm)).toBe(true);
          await clock.sleep(pauseMs);
        }
      },
    ),
  );
});

/** Whether the last departure, had it been at that moment, would keep to both limits. */
function fitsAt(at: number, left: {at: number; tokens: number}[], rpm: number, tpm: number): boolean {
  const inWindow = left.filter((departure, index) => index === left.length - 1 || departure.at > at - 60_000);
  return inWindow.length <= rpm && inWindow.reduce((sum, {tokens}) => sum + tokens, 0) <= tpm;
}

test('a request larger than the token limit goes out alone', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter({requestsPerMinute: null, tokensPerMinute: 100}, clock);
  await limiter.take(10);
  await limiter.take(5_000);
  await limiter.take(10);
  expect(clock.sleeps).toEqual([60_000, 60_000]);
});

test('tokens set aside and not used are given back', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter({requestsPerMinute: null, tokensPerMinute: 100}, clock);
  (await limiter.take(90)).settle(20);
  await limiter.take(80);
  expect(clock.sleeps).toEqual([]);
});

test('a pause holds back everybody, whatever the limits, and requests leave in order', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(unlimited, clock);
  limiter.pauseUntil(clock.now() + 5_000);
  limiter.pauseUntil(clock.now() + 3_000);
  const order: string[] = [];
  await Promise.all(['first', 'second', 'third'].map((name) => limiter.take(1).then(() => order.push(name))));
  expect(clock.sleeps).toEqual([5_000]);
  expect(order).toEqual(['first', 'second', 'third']);
});

test('one who gives up does not hold up those behind', async () => {
  const limiter = createRateLimiter(unlimited, createTestClock());
  const first = limiter.take(1, AbortSignal.abort(new Error('gave up')));
  await expect(first).rejects.toThrow('gave up');
  await limiter.take(1);
});
