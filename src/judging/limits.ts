/**
 * What one job may use, besides the wall-clock limit that comes with each candidate. `memoryMiB`,
 * `files` and `fileMiB` are per process, the others per job; where no control group can be made
 * (`seal/memory-group.ts`) a job can so use `processes` times `memoryMiB`.
 */
export type Limits = {
  /** Address space of a process, MiB. Below 4,096 OpenBLAS and programs with many threads break. */
  memoryMiB: number;
  /** Processes and threads of a job. */
  processes: number;
  /** Open descriptors of a process. */
  files: number;
  /** Largest single file, MiB. */
  fileMiB: number;
  /**
   * All files of a job together, MiB (levels 1 and 2, where its scratch is a file system of its
   * own).
   */
  scratchMiB: number;
  /** Shared memory of a job, MiB (levels 1 and 2). */
  sharedMemoryMiB: number;
  /** All that a job may tell its monitor, MiB. What it prints is thrown away and not counted. */
  outputMiB: number;
};

/**
 * 45 of 45 honest programs stay within these. Further limits cannot be set, and stand in the
 * runner, beside the code that enforces them: 20,000 characters of text a test, 1 MiB a job.
 * docs/judging.md lists all.
 */
export const DEFAULT_LIMITS: Limits = {
  memoryMiB: 4096,
  processes: 200,
  files: 512,
  fileMiB: 128,
  scratchMiB: 512,
  sharedMemoryMiB: 256,
  outputMiB: 64,
};

/**
 * The longest wall-clock limit of a job that may be asked for: a day, in seconds. Timers end at
 * 2^31 ms.
 */
export const LONGEST_TIME_LIMIT_S = 86_400;

/**
 * How often a job is tried whose process was ended from outside, before its verdict counts as
 * missing.
 */
export const ATTEMPTS = 3;

/** How long a fork server may load its libraries, in milliseconds. */
export const START_LIMIT_MS = 120_000;

const MIB = 1024 * 1024;

/** The same in the runner's words and in bytes. */
export function renderLimits(limits: Limits) {
  return {
    memory: limits.memoryMiB * MIB,
    processes: limits.processes,
    files: limits.files,
    file_size: limits.fileMiB * MIB,
    scratch: limits.scratchMiB * MIB,
    shared_memory: limits.sharedMemoryMiB * MIB,
    output: limits.outputMiB * MIB,
    core: 0,
  };
}
