import PQueue from 'p-queue';

/**
 * Runs jobs, as many at once as there are workers plus jobs asleep; what is expected to take
 * longest goes first.
 */
export type JobQueue = {
  add<T>(expected: Expected, job: () => Promise<T>): Promise<T>;
  /** Runs a job after all that is queued by then, and while no other runs. */
  addAlone<T>(job: () => Promise<T>): Promise<T>;
  /** Tells how many running jobs sleep, and so leave their core to others. */
  setIdle(jobs: number): void;
};

/** `ms`: how long it may take; `waits`: whether it may sleep meanwhile. */
type Expected = {ms: number; waits: boolean};

/** However many sleep, no more than this many jobs per worker at once: each holds memory. */
const MOST_PER_WORKER = 4;

export function createJobQueue(workers: number): JobQueue {
  const queue = new PQueue({concurrency: workers});
  // Sleepers never fill the queue: a job for every worker is kept for those that work.
  const sleepers = new PQueue({concurrency: workers * (MOST_PER_WORKER - 1)});
  const alone = new PQueue({concurrency: 1});

  /** What is added meanwhile waits, once nothing is queued any more. */
  async function whileNoneRuns<T>(job: () => Promise<T>): Promise<T> {
    await sleepers.onEmpty();
    await queue.onEmpty();
    queue.pause();
    try {
      await queue.onPendingZero();
      return await job();
    } finally {
      queue.start();
    }
  }

  return {
    add: ({ms, waits}, job) => {
      const queued = () => queue.add(job, {priority: ms});
      return waits ? sleepers.add(queued, {priority: ms}) : queued();
    },
    addAlone: (job) => alone.add(() => whileNoneRuns(job)),
    setIdle: (jobs) => {
      queue.concurrency = Math.min(workers + jobs, workers * MOST_PER_WORKER);
    },
  };
}
