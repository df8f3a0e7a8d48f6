import type {Clock} from '../../../src/model/endpoint/clock.js';

/** Sleeping moves the time on at once and is written down; timers fire only when told to. */
export type TestClock = Clock & {
  sleeps: number[];
  /** Lets every timer that waits run out. */
  expire(): void;
};

export function createTestClock(startMs = Date.UTC(2026, 0, 1)): TestClock {
  const sleeps: number[] = [];
  const timers = new Map<() => void, number>();
  let time = startMs;
  return {
    sleeps,
    now: () => time,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      time += ms;
    },
    after: (ms, act) => {
      timers.set(act, time + ms);
      return () => timers.delete(act);
    },
    expire: () => {
      for (const [act, at] of timers) {
        time = Math.max(time, at);
        timers.delete(act);
        act();
      }
    },
  };
}
