import {availableParallelism} from 'node:os';
import {DEFAULT_LIMITS} from '../judging/limits.js';
import {runQueueWorker} from '../judging/queue/queue-worker.js';
import {tempoOf} from '../judging/queue/tempo.js';
import {judgeFields} from '../open/choice-fields.js';
import {type JudgeSpec, judgeSpecOf, openJudge} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {abortSignal, callback, text} from '../options/fields.js';
import {loadSuite} from '../problem/suite.js';

export type WorkerOptions = {
  /** The Redis that the queue is on: `redis://…` or `rediss://…`. */
  queue: string;
  /** Name or file of the suite whose programs are judged. */
  suite: string;
  /** How they are judged here. Verdicts are kept by those who ask for them. */
  judge?: Omit<JudgeSpec, 'queue' | 'timeLimitMs' | 'cacheDirectory' | 'keepVerdicts'> | undefined;
  /** Stops the worker; batches under way are ended first, if that takes no longer than 5 s. */
  signal?: AbortSignal | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const {queue: _, cacheDirectory: __, keepVerdicts: ___, ...fields} = judgeFields;

const schema = optionsOf<WorkerOptions>({
  queue: text,
  suite: text,
  judge: optionsOf<NonNullable<WorkerOptions['judge']>>(fields).optional(),
  signal: abortSignal.optional(),
  onNotice: callback<NonNullable<WorkerOptions['onNotice']>>().optional(),
});

/**
 * Judges programs for other machines until `signal` aborts. Everything that verdicts depend on is
 * part of the queue's name, so a machine that would judge differently gets no work.
 * @returns how many programs it judged.
 * @throws {UsageError} for a Redis that cannot carry a queue, a wrong password, or no seal;
 * {MissingRequirementError} for a Redis that does not answer, an absent suite or Python.
 */
export async function runWorker(options: WorkerOptions): Promise<{judged: number}> {
  checkOptions('runWorker', schema, options);
  const {queue, judge: choice, signal, onNotice} = options;
  const suite = await loadSuite(options.suite);
  const spec = workerSpec(choice);
  const judge = await openJudge({suite, trusted: false, choice: spec, onNotice});
  try {
    return await runQueueWorker(
      {
        url: queue,
        judge,
        cores: choice?.workers ?? availableParallelism(),
        limits: {...DEFAULT_LIMITS, ...judgeSpecOf(spec).limits},
        suite: {hash: suite.hash, tests: suite.problems.map(({test}) => test)},
        tempo: tempoOf(process.env),
        onNotice,
      },
      signal,
    );
  } finally {
    await judge.close();
  }
}

/** Whoever asks may want every program really run, which a kept verdict would belie. */
export function workerSpec(choice: WorkerOptions['judge']): JudgeSpec {
  return {...choice, keepVerdicts: false};
}
