import type {Argv} from 'yargs';
import type {z} from 'zod';
import {DEFAULT_LIMITS, LONGEST_TIME_LIMIT_S} from '../judging/limits.js';
import type {JudgeSpec} from '../open/open-judge.js';
import {fields} from './options.js';

/** The flags of verbs that judge: which Python, how many at once, and what one job may use. */
export function judgeOptions(yargs: Argv): Argv {
  const limit = (describe: string, standard: number, unit = '') => ({
    type: 'string' as const,
    requiresArg: true,
    describe: `${describe} [default: ${standard.toLocaleString('en-US')}${unit}]`,
  });
  return yargs
    .option('python', {
      type: 'string',
      requiresArg: true,
      describe: 'Python that judges code [default: python3]',
    })
    .option('workers', {
      type: 'string',
      requiresArg: true,
      describe: 'Jobs judged at once [default: number of cores]',
    })
    .option('time-limit', {
      type: 'string',
      requiresArg: true,
      describe: 'Wall-clock seconds per job [default: the suite’s: 2 for starter, else 60]',
    })
    .option('memory-limit', limit('Address space of a process', DEFAULT_LIMITS.memoryMiB, ' MiB'))
    .option('process-limit', limit('Processes and threads of a job', DEFAULT_LIMITS.processes))
    .option('open-files-limit', limit('Open files of a process', DEFAULT_LIMITS.files))
    .option('file-size-limit', limit('Largest file', DEFAULT_LIMITS.fileMiB, ' MiB'))
    .option(
      'scratch-limit',
      limit('All files of a job together', DEFAULT_LIMITS.scratchMiB, ' MiB'),
    )
    .option(
      'shared-memory-limit',
      limit('Shared memory of a job', DEFAULT_LIMITS.sharedMemoryMiB, ' MiB'),
    )
    .option(
      'output-limit',
      limit('All that a job may tell of its tests', DEFAULT_LIMITS.outputMiB, ' MiB'),
    )
    .option('allow-unsafe', {
      type: 'boolean',
      default: false,
      describe: 'Judge foreign code even where it cannot be sealed off',
    });
}

/** Their names, for a group of --help. */
export const judgeFlags = [
  'python',
  'workers',
  'time-limit',
  'memory-limit',
  'process-limit',
  'open-files-limit',
  'file-size-limit',
  'scratch-limit',
  'shared-memory-limit',
  'output-limit',
  'allow-unsafe',
] as const;

/** The same flags as a schema's fields. */
export const judgeFields = {
  python: fields.text.optional(),
  workers: fields.wholeNumber(1).optional(),
  timeLimit: fields
    .number(0.1)
    .refine(
      (seconds) => seconds <= LONGEST_TIME_LIMIT_S,
      `expected at most ${LONGEST_TIME_LIMIT_S} seconds (a day)`,
    )
    .optional(),
  memoryLimit: fields.wholeNumber(64).optional(),
  processLimit: fields.wholeNumber(1).optional(),
  openFilesLimit: fields.wholeNumber(16).optional(),
  fileSizeLimit: fields.wholeNumber(1).optional(),
  scratchLimit: fields.wholeNumber(1).optional(),
  sharedMemoryLimit: fields.wholeNumber(1).optional(),
  outputLimit: fields.wholeNumber(1).optional(),
  allowUnsafe: fields.flag,
};

type Given = z.infer<z.ZodObject<typeof judgeFields>>;

/** The flags, parsed, as what a judge is told. */
export function toJudgeChoice(given: Given): JudgeSpec {
  const {python, workers, timeLimit, allowUnsafe} = given;
  const {
    memoryLimit,
    processLimit,
    openFilesLimit,
    fileSizeLimit,
    scratchLimit,
    sharedMemoryLimit,
    outputLimit,
  } = given;
  return {
    python,
    workers,
    timeLimitMs: timeLimit === undefined ? undefined : Math.round(timeLimit * 1000),
    limits: {
      memoryMiB: memoryLimit,
      processes: processLimit,
      files: openFilesLimit,
      fileMiB: fileSizeLimit,
      scratchMiB: scratchLimit,
      sharedMemoryMiB: sharedMemoryLimit,
      outputMiB: outputLimit,
    },
    allowUnsafe,
  };
}
