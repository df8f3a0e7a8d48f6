/** How patient workers and producers are, in ms: tests are in a hurry. */
export type Tempo = {
  /** A worker that has not renewed its hold on a batch for so long has lost it. */
  lockMs: number;
  /** How often lost batches are looked for. */
  stalledMs: number;
  /** How often a batch may be lost before it is cut in two. */
  mostStalls: number;
  /** How long a worker leaves a batch to others that it is not to judge. */
  avoidMs: number;
  /** How often a producer looks what became of its batches. */
  lookMs: number;
  /** How long a producer waits for more programs before it sends a batch that is not full. */
  gatherMs: number;
  /** How long a producer waits for the first worker. */
  firstWorkerMs: number;
  /** How long a worker that is stopped waits for its batches. */
  closeMs: number;
};

export const usualTempo: Tempo = {
  lockMs: 60_000,
  stalledMs: 15_000,
  mostStalls: 3,
  avoidMs: 200,
  lookMs: 2_000,
  gatherMs: 10,
  firstWorkerMs: 60_000,
  closeMs: 5_000,
};

/**
 * `CONVCODEBENCH_QUEUE_LOCK_MS` shortens the time after which a worker counts as lost, and what
 * goes with it.
 */
export function tempoOf(environment: Readonly<Record<string, string | undefined>>): Tempo {
  const lockMs = Number(environment.CONVCODEBENCH_QUEUE_LOCK_MS ?? usualTempo.lockMs);
  if (!(lockMs >= 200)) return usualTempo;
  return {
    ...usualTempo,
    lockMs,
    stalledMs: Math.min(usualTempo.stalledMs, lockMs),
    lookMs: Math.min(usualTempo.lookMs, lockMs / 4),
  };
}

/** The queue in which a producer's verdicts come back. */
export function resultsQueue(producer: string): string {
  return `convcodebench-results-${producer}`;
}
