import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRateLimiter} from '../../../src/model/endpoint/rate-limit.js';
import {createTestClock} from './test-clock.js';

const noJitter = () => 0;
const unlimited = {requestsPerMinute: null, tokensPerMinute: null};

test('without limits nobody waits', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(unlimited, clock, noJitter);
  for (let request = 0; request < 100; request += 1) await limiter.take(1_000_000);
  expect(clock.sleeps).toEqual([]);
});

test('no 60 seconds see more requests or tokens than allowed, and nobody waits longer than needed', async () => {
  const arrivals = fc.array(
    fc.record({tokens: fc.integer({min: 1, max: 50}), pauseMs: fc.nat(40_000)}),
    {
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      arrivals,
      fc.integer({min: 1, max: 5}),
      fc.integer({min: 50, max: 120}),
      async (requests, rpm, tpm) => {
        const clock = createTestClock();
        const limiter = createRateLimiter(
          {requestsPerMinute: rpm, tokensPerMinute: tpm},
          clock,
          noJitter,
        );
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
function fitsAt(
  at: number,
  left: {at: number; tokens: number}[],
  rpm: number,
  tpm: number,
): boolean {
  const inWindow = left.filter(
    (departure, index) => index === left.length - 1 || departure.at > at - 60_000,
  );
  return inWindow.length <= rpm && inWindow.reduce((sum, {tokens}) => sum + tokens, 0) <= tpm;
}

test('a request larger than the token limit goes out alone', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(
    {requestsPerMinute: null, tokensPerMinute: 100},
    clock,
    noJitter,
  );
  await limiter.take(10);
  await limiter.take(5_000);
  await limiter.take(10);
  expect(clock.sleeps).toEqual([60_000, 60_000]);
});

test('tokens set aside and not used are given back', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(
    {requestsPerMinute: null, tokensPerMinute: 100},
    clock,
    noJitter,
  );
  (await limiter.take(90)).settle(20);
  await limiter.take(80);
  expect(clock.sleeps).toEqual([]);
});

test('requests leave in order', async () => {
  const limiter = createRateLimiter(
    {requestsPerMinute: 1, tokensPerMinute: null},
    createTestClock(),
    noJitter,
  );
  const order: string[] = [];
  await Promise.all(
    ['first', 'second', 'third'].map((name) => limiter.take(1).then(() => order.push(name))),
  );
  expect(order).toEqual(['first', 'second', 'third']);
});

test('a pause holds back everybody, whatever the limits', async () => {
  const clock = createTestClock();
  const limiter = createRateLimiter(unlimited, clock, noJitter);
  limiter.pauseUntil(clock.now() + 5_000);
  limiter.pauseUntil(clock.now() + 3_000);
  await Promise.all([limiter.take(1), limiter.take(1), limiter.take(1)]);
  expect(clock.sleeps).toEqual([5_000]);
});

test('those whom a pause held back leave one by one, each later than asked by a draw of its own', async () => {
  const sleeps: number[] = [];
  const released = createTestClock();
  // Time stands still until everybody lies down to sleep.
  const clock = {
    ...released,
    sleep: async (ms: number) => void sleeps.push(ms),
    now: () => (sleeps.length < 3 ? 0 : 9_000),
  };
  const draws = [700, 100, 400];
  const limiter = createRateLimiter(unlimited, clock, () => draws.shift() ?? Number.NaN);
  limiter.pauseUntil(5_000);
  await Promise.all([limiter.take(1), limiter.take(1), limiter.take(1)]);
  expect(sleeps).toEqual([5_700, 5_100, 5_400]);
});

test('one who gives up does not hold up those behind', async () => {
  const limiter = createRateLimiter(unlimited, createTestClock(), noJitter);
  const first = limiter.take(1, AbortSignal.abort(new Error('gave up')));
  await expect(first).rejects.toThrow('gave up');
  await limiter.take(1);
});
