import PQueue from 'p-queue';

/** Runs jobs, as many at once as there are workers plus jobs asleep; what is expected to take longest goes first. */
export type JobQueue = {
  add<T>(expectedMs: number, job: () => Promise<T>): Promise<T>;
  /** Tells how many running jobs sleep, and so leave their core to others. */
  setIdle(jobs: number): void;
};

/** However many sleep, no more than this many jobs per worker at once: each holds memory. */
const MOST_PER_WORKER = 4;

export function createJobQueue(workers: number): JobQueue {
  const queue = new PQueue({concurrency: workers});
  return {
    add: (expectedMs, job) => queue.add(job, {priority: expectedMs}),
    setIdle: (jobs) => {
      queue.concurrency = Math.min(workers + jobs, workers * MOST_PER_WORKER);
    },
  };
}
