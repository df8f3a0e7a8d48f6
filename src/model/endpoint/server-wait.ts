import {option} from '../../options/option-name.js';
import type {CallFailure} from './failure.js';
import type {RetryPolicy} from './retry.js';

/** How long everybody waits for a server that is loading, or asks to be left alone. */
export type ServerWait = {
  /** It gave an answer. */
  serving(): void;
  /**
   * What a failure comes to, where it speaks of the whole server.
   * @returns the failure, fatal where patience ends, and the wait in ms for a server that is
   * loading, else null.
   */
  heed(failure: CallFailure, nowMs: number): {failure: CallFailure; waitMs: number | null};
};

const [shortestMs, longestMs] = [1_000, 10_000];

export function createServerWait({
  waitForServerMs,
}: Pick<RetryPolicy, 'waitForServerMs'>): ServerWait {
  let loadingSince: number | null = null;
  return {
    serving: () => {
      loadingSince = null;
    },
    heed: (failure, nowMs) => {
      const asked = 'otherwise' in failure ? (failure.retryAfterMs ?? 0) : 0;
      if (asked > waitForServerMs) return {failure: tooLate(failure, nowMs + asked), waitMs: null};
      if (failure.kind !== 'loading') return {failure, waitMs: null};
      loadingSince ??= nowMs;
      const waited = nowMs - loadingSince;
      const waitMs = Math.max(asked, Math.min(longestMs, Math.max(shortestMs, waited / 4)));
      if (waited + waitMs > waitForServerMs)
        return {failure: neverThere(failure, waited), waitMs: null};
      return {failure, waitMs};
    },
  };
}

function tooLate({reason}: CallFailure, untilMs: number): CallFailure {
  const until = new Date(untilMs)
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, ' UTC')
    .replace('T', ' ');
  const words = `the server asks to be left alone until ${until} (${reason})`;
  return {
    kind: 'fatal',
    reason: `${words}; give the same command again then, or wait for it with ${option('waitForServerMs')}`,
  };
}

function neverThere({reason}: CallFailure, waitedMs: number): CallFailure {
  const words = `the server is still loading after ${Math.round(waitedMs / 1_000)} s (${reason})`;
  return {
    kind: 'fatal',
    reason: `${words}; give the same command again when it is there, or a longer ${option('waitForServerMs')}`,
  };
}
