import type {Clock} from './clock.js';

/** Aborts with the asker's signal or when the time is up; `end` lets go of both. */
export type Deadline = {signal: AbortSignal; end(): void};

/**
 * Listeners are taken off again: the asker's signal lives for a whole run.
 * @throws the asker's reason when it has aborted already; no timer is left behind.
 */
export function startDeadline(timeoutMs: number, clock: Clock, signal?: AbortSignal): Deadline {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = () => controller.abort();
  const cancel = clock.after(timeoutMs, abort);
  signal?.addEventListener('abort', abort, {once: true});
  return {
    signal: controller.signal,
    end: () => {
      cancel();
      signal?.removeEventListener('abort', abort);
    },
  };
}
