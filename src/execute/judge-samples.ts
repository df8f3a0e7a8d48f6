import {availableParallelism} from 'node:os';
import type {Judge} from '../judging/judge.js';
import {judgeMany, type Tally} from '../judging/judge-many.js';
import type {ExecuteIdentity} from './identity.js';
import type {JudgedSuite} from './judged-suite.js';
import {calledSamples, type SamplePlan} from './plan.js';
import {rowOf, type SampleRows} from './rows.js';
import {judgeSample} from './verdict.js';

/**
 * `done` of `total` samples have a verdict; `before`: found on disk; `again`: starved or idle
 * timeouts, to be run again after the rest.
 */
export type ExecuteProgress = Tally;

/** What judging the samples of a file takes. */
export type SampleJudging = {
  /** File of the samples. */
  samples: string;
  suite: JudgedSuite;
  plan: SamplePlan;
  identity: ExecuteIdentity;
  judge: Judge;
  /** Jobs at once that the judge was asked for. */
  workers: number | undefined;
  signal: AbortSignal | undefined;
  onProgress: (progress: ExecuteProgress) => void;
  onNotice: (notice: string) => void;
};

/**
 * Enough to know the slow ones among many, little enough to hold: memory does not grow with the
 * file.
 */
const window = {items: 512, bytes: 32 * 1024 * 1024};

/** What is under way: a sample of the file, or one to be run again, whose code is on disk. */
type SampleUnderWay = {taskId: string; codeSha256: string | null; code: string; bytes: number};

/**
 * Judges every sample that has no verdict yet, in the file's order, then, by half the workers, what
 * timed out without its share of the machine; what comes out then counts. The engine's first caller
 * with texts too many to hold: candidates come from the file, rows go to a ledger.
 * @param taskIds those with a sample.
 */
export async function judgeSamples(
  batch: SampleJudging,
  rows: SampleRows,
  taskIds: readonly string[],
): Promise<void> {
  const {samples, suite, plan, identity, onNotice, signal, onProgress} = batch;
  const calmItems = Math.max(1, Math.floor((batch.workers ?? availableParallelism()) / 2));
  const unsettled = () => {
    const open = taskIds.filter((taskId) => rows.note(taskId)?.settled === false);
    if (open.length > 0)
      onNotice(
        `${open.length} timeouts had less than 90% of their limit in CPU time: run again, ${calmItems} at a time`,
      );
    return open.map((taskId): SampleUnderWay => ({taskId, codeSha256: null, code: '', bytes: 0}));
  };
  const before = [...plan.codes].filter(([taskId, codeSha256]) =>
    isKnown({taskId, codeSha256}, rows),
  ).length;
  const first: AsyncIterable<SampleUnderWay> = calledSamples(samples, {
    suite,
    calibrated: identity.calibrated,
  });
  await judgeMany(
    {total: plan.codes.size, before, first, again: unsettled},
    {has: (sample: SampleUnderWay) => isKnown(sample, rows), add: rows.add},
    {
      judge: ({taskId, code}, round) =>
        round === 'first'
          ? judgeOne(batch, taskId, code, false)
          : judgeOne(batch, taskId, rowOf(rows, taskId).code, true),
      isMissing: ({status}) => status === 'missing',
      window,
      calmItems,
      signal,
      onProgress,
    },
  );
}

/** What is missing, or has another code now, is judged again. */
function isKnown(
  {taskId, codeSha256}: Pick<SampleUnderWay, 'taskId' | 'codeSha256'>,
  rows: SampleRows,
): boolean {
  const row = rows.note(taskId);
  return row !== undefined && row.status !== 'missing' && row.code_sha256 === codeSha256;
}

function judgeOne(
  {judge, suite, identity}: SampleJudging,
  taskId: string,
  code: string,
  again: boolean,
) {
  const {test = '', entryPoint = ''} = suite.problems.get(taskId) ?? {};
  const {repeat, time_limit_ms: timeLimitMs} = identity;
  const candidate = {code, test, entryPoint, timeLimitMs};
  return judgeSample(judge, {taskId, candidate, repeat, again});
}
