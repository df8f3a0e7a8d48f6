import type {Clock} from './clock.js';

/** Null: no limit. */
export type RateLimits = {requestsPerMinute: number | null; tokensPerMinute: number | null};

export type RateLimiter = {
  /**
   * Resolves when a request of about `tokens` may go out; first come, first served, but for a
   * pause. `settle` puts the true count in the place of the estimate.
   */
  take(tokens: number, signal?: AbortSignal): Promise<{settle(tokens: number): void}>;
  /**
   * Holds everybody back until that moment (a server asked for it), and each for as long again as
   * `jitterMs` says.
   */
  pauseUntil(timeMs: number): void;
};

type Departure = {at: number; tokens: number};

const minuteMs = 60_000;

/**
 * Lets out at most that many requests and tokens in any 60 seconds (a sliding window, not a
 * calendar minute). A single request larger than the token limit goes out alone.
 * @param jitterMs draws how much later than the others one leaves after a pause.
 */
export function createRateLimiter(
  limits: RateLimits,
  clock: Clock,
  jitterMs: () => number,
): RateLimiter {
  const isLimited = limits.requestsPerMinute !== null || limits.tokensPerMinute !== null;
  const window: Departure[] = [];
  let pausedUntil = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();

  function waitMs(tokens: number): number {
    const now = clock.now();
    while (window[0] && window[0].at + minuteMs <= now) window.shift();
    return Math.max(pausedUntil, freeAt(window, tokens, limits)) - now;
  }

  async function leave(
    tokens: number,
    signal?: AbortSignal,
  ): Promise<{settle(tokens: number): void}> {
    signal?.throwIfAborted();
    for (let wait = waitMs(tokens); wait > 0; wait = waitMs(tokens))
      await clock.sleep(wait, signal);
    const departure = {at: clock.now(), tokens};
    if (isLimited) window.push(departure);
    return {
      settle: (actual) => {
        departure.tokens = actual;
      },
    };
  }

  async function passPause(signal?: AbortSignal): Promise<void> {
    for (let wait = pausedUntil - clock.now(); wait > 0; wait = pausedUntil - clock.now())
      await clock.sleep(wait + jitterMs(), signal);
  }

  return {
    take: async (tokens, signal) => {
      await passPause(signal);
      const turn = lastTurn.then(() => leave(tokens, signal));
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
    pauseUntil: (timeMs) => {
      pausedUntil = Math.max(pausedUntil, timeMs);
    },
  };
}

/**
 * When enough of the oldest departures will be a minute old for one more of `tokens`; 0 when that
 * is so already.
 */
function freeAt(window: readonly Departure[], tokens: number, limits: RateLimits): number {
  const maxRequests = limits.requestsPerMinute ?? Number.POSITIVE_INFINITY;
  const maxTokens = limits.tokensPerMinute ?? Number.POSITIVE_INFINITY;
  let requestsLeft = window.length;
  let tokensLeft = window.reduce((sum, departure) => sum + departure.tokens, 0);
  let free = 0;
  for (const departure of window) {
    if (requestsLeft < maxRequests && tokensLeft + tokens <= maxTokens) break;
    free = departure.at + minuteMs;
    requestsLeft -= 1;
    tokensLeft -= departure.tokens;
  }
  return free;
}
