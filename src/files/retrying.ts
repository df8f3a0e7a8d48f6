import {setTimeout as sleep} from 'node:timers/promises';

/** What is known after an attempt failed; `attempt` counts from 1. */
export type FailedAttempt = {error: unknown; attempt: number};

/**
 * The one loop that tries again: does `work` until it succeeds.
 * @param waitMs how long to wait before the next attempt, in milliseconds; null when there is to be
 * none: then the error is thrown.
 * @param pause waits; one that rejects ends the trying.
 */
export async function retrying<T>(
  work: (attempt: number) => Promise<T> | T,
  waitMs: (failed: FailedAttempt) => number | null,
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const wait = waitMs({error, attempt});
      if (wait === null) throw error;
      if (wait > 0) await pause(wait);
    }
  }
}
