import type {CallFailure} from './failure.js';

/** Bounds on trying again. Waits are in milliseconds. */
export type RetryPolicy = {
  /** Attempts after the first. */
  maxRetries: number;
  /** No further attempt begins once attempts and waits have taken this long. */
  maxWallMs: number;
  /**
   * The first wait is drawn from [0, baseDelayMs], each later one from twice as wide a range, up to
   * maxDelayMs.
   */
  baseDelayMs: number;
  maxDelayMs: number;
  /**
   * How long a server is waited for that is loading its model, or asks to be left alone; beyond
   * that the run ends.
   */
  waitForServerMs: number;
};

/** For a whole attempt, last byte included. */
export const defaultTimeoutMs = 600_000;

export const defaultRetryPolicy: RetryPolicy = {
  maxRetries: 5,
  maxWallMs: 30 * 60_000,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
  waitForServerMs: 10 * 60_000,
};

/** `attempt` counts from 1; `spentMs` is the time of attempts and waits so far. */
export type Tried = {attempt: number; spentMs: number};

/**
 * How long to wait before the next attempt, null when there is to be none: exponential backoff with
 * full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS 2015), on top of what the server
 * asked for: it asks all that are in flight for the same, and they must not come back together.
 * @param random gives numbers in [0, 1).
 */
export function nextWaitMs(
  failure: CallFailure,
  {attempt, spentMs}: Tried,
  policy: RetryPolicy,
  random: () => number,
): number | null {
  if (!('otherwise' in failure) || attempt > policy.maxRetries) return null;
  const range = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  const wait = (failure.retryAfterMs ?? 0) + random() * range;
  return spentMs + wait < policy.maxWallMs ? wait : null;
}

/** What is asked for beyond that is no date that could be told. */
const latestMs = Date.UTC(9999, 11, 31);

/**
 * `Retry-After` in milliseconds from now, given as seconds or as a date (RFC 9110, 10.2.3), or the
 * finer `retry-after-ms`; null if neither can be read. Of a header that came twice the first.
 */
export function retryAfterMs(
  header: (name: string) => string | null,
  nowMs: number,
): number | null {
  const millis = Number(header('retry-after-ms') || Number.NaN);
  const ms = millis >= 0 ? millis : parseRetryAfter(header('retry-after')?.trim() ?? '', nowMs);
  return ms === null ? null : Math.min(ms, latestMs - nowMs);
}

function parseRetryAfter(value: string, nowMs: number): number | null {
  const seconds = /^(\d+(\.\d+)?)(\s*,|$)/.exec(value)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1_000;
  const date = parseHttpDate(value);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/**
 * All three forms begin with a weekday (`Date.parse` would also take `-3` for a year); the oldest
 * one leaves out that it is GMT.
 */
function parseHttpDate(value: string): number {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return Number.NaN;
  return Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
}
