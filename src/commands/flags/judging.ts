import {z} from 'zod';
import {DEFAULT_LIMITS, LONGEST_TIME_LIMIT_S} from '../../judging/limits.js';
import type {JudgeSpec} from '../../open/open-judge.js';
import {flagSwitch, value} from './flag.js';
import {number, text, wholeNumber} from './schemas.js';

const standard = DEFAULT_LIMITS;

/** Which Python judges, how many jobs at once, and what one job may use. */
export const judgeFlags = judgeFlagsOf([]);

/**
 * The same for a verb that judges only beside other flags; the Python it uses in any case.
 * @param belongsTo the names of those flags.
 */
export function judgeFlagsOf(belongsTo: readonly string[]) {
  const about = {group: 'Judging', belongsTo} as const;
  const mebibytes = {...about, unit: 'MiB'};
  return {
    python: value(text.optional(), {
      group: 'Judging',
      help: 'Python that judges code',
      otherwise: 'python3',
    }),
    judgeQueue: value(text.optional(), {
      ...about,
      help: 'Have the workers judge that share this Redis: redis://HOST:PORT, or rediss:// for TLS',
      otherwise: 'judged here',
    }),
    workers: value(wholeNumber(1).optional(), {
      ...about,
      help: 'Jobs judged at once',
      otherwise: 'number of cores',
    }),
    timeLimit: value(
      number(0.1)
        .refine(
          (seconds) => seconds <= LONGEST_TIME_LIMIT_S,
          `expected at most ${LONGEST_TIME_LIMIT_S} seconds (a day)`,
        )
        .optional(),
      {
        ...about,
        help: 'Wall-clock time of a job, in seconds',
        otherwise: 'the suite’s: 2 s for starter, else 60 s',
      },
    ),
    memoryLimit: value(wholeNumber(64).default(standard.memoryMiB), {
      ...mebibytes,
      help: 'Address space of a process, in MiB',
    }),
    processLimit: value(wholeNumber(1).default(standard.processes), {
      ...about,
      help: 'Processes and threads of a job',
    }),
    openFilesLimit: value(wholeNumber(16).default(standard.files), {
      ...about,
      help: 'Open files of a process',
    }),
    fileSizeLimit: value(wholeNumber(1).default(standard.fileMiB), {
      ...mebibytes,
      help: 'Largest file, in MiB',
    }),
    scratchLimit: value(wholeNumber(1).default(standard.scratchMiB), {
      ...mebibytes,
      help: 'All files of a job together, in MiB',
    }),
    sharedMemoryLimit: value(wholeNumber(1).default(standard.sharedMemoryMiB), {
      ...mebibytes,
      help: 'Shared memory of a job, in MiB',
    }),
    outputLimit: value(wholeNumber(1).default(standard.outputMiB), {
      ...mebibytes,
      help: 'All that a job may tell of its tests, in MiB',
    }),
    allowUnsafe: flagSwitch({
      ...about,
      help: 'Judge foreign code even where it cannot be sealed off',
    }),
  };
}

const schema = z.object(judgeFlags);

/** The flags, parsed, as what a judge is told. */
export function toJudgeChoice(given: z.infer<typeof schema>): JudgeSpec {
  const {python, workers, timeLimit, allowUnsafe} = given;
  return {
    python,
    queue: given.judgeQueue,
    workers,
    timeLimitMs: timeLimit === undefined ? undefined : Math.round(timeLimit * 1000),
    limits: {
      memoryMiB: given.memoryLimit,
      processes: given.processLimit,
      files: given.openFilesLimit,
      fileMiB: given.fileSizeLimit,
      scratchMiB: given.scratchLimit,
      sharedMemoryMiB: given.sharedMemoryLimit,
      outputMiB: given.outputLimit,
    },
    allowUnsafe,
  };
}
