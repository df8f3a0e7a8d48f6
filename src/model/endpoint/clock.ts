import {setTimeout as sleep} from 'node:timers/promises';

/** Time as an argument, so that tests wait on events and not on clocks. */
export type Clock = {
  /** Milliseconds since 1970; never runs backwards. */
  now(): number;
  /** Resolves after `ms`, 24.8 days at most; rejects as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `act` once after `ms`, 24.8 days at most, unless the returned function is called before.
   */
  after(ms: number, act: () => void): () => void;
};

/** A timer of Node that is to run for longer fires at once. */
export const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => sleep(Math.min(ms, longestTimerMs), undefined, {...(signal && {signal})}),
  after: (ms, act) => {
    const timer = setTimeout(act, Math.min(ms, longestTimerMs));
    return () => clearTimeout(timer);
  },
};
