import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Context} from '../../src/commands/command.js';
import {describeProgress, progressOn} from '../../src/commands/progress.js';
import type {SessionProgress} from '../../src/session/options.js';

const progress: SessionProgress = {
  ...{done: 600, total: 1000, before: 500, inFlight: 32, missing: 3},
  ...{retries: 2, tokens: 120_000, trouble: null},
};

test('rate and time left are of what took time, not of what was there before', () => {
  // 100 of the 600 in 10 s: 10 a second, so 40 s for the other 400.
  expect(describeProgress(progress, 10_000)).toBe(
    '600 of 1000, 32 in flight, 2 retries, 120,000 tokens, 3 missing, 10.0/s, 40 s left',
  );
});

test('no time is told as long as nothing took any, nor at the end', () => {
  expect(describeProgress({...progress, done: 500}, 10_000)).toMatch(/0\.0\/s$/);
  expect(describeProgress({...progress, done: 1000}, 10_000)).toMatch(/50\.0\/s$/);
});

test('the commonest failure of the last minute is told, its words cut', () => {
  const trouble = {reason: `429: ${'slow down '.repeat(20)}`, attempts: 12};
  const line = describeProgress({...progress, trouble}, 10_000);
  expect(line).toMatch(/40 s left, in the last minute 12 × 429: slow down .{0,60}…$/);
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the clock starts with the run, not when its flags were read', () => {
  const noted: string[] = [];
  const context: Context = {
    print: () => {},
    note: (text) => void noted.push(text),
    rewrite: () => {},
    signal: new AbortController().signal,
    interactive: false,
    width: {fold: 100, wrap: 100},
  };
  const show = progressOn(context);
  vi.advanceTimersByTime(60_000);
  show({...progress, done: 0, before: 0});
  vi.advanceTimersByTime(20_000);
  show(progress);
  // 100 in 20 s; after 80 s by the other clock it were 1.3 a second.
  expect(noted).toEqual([expect.stringContaining('5.0/s, 80 s left')]);
});
