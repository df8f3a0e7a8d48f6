import {availableParallelism} from 'node:os';
import type {Judge} from '../judging/judge.js';
import {forEachInWindow} from '../judging/window.js';
import {isOwnJudge, type JudgeChoice, judgeSpecOf, openJudge} from '../open/open-judge.js';
import type {ExecuteIdentity} from './identity.js';
import type {JudgedSuite} from './judged-suite.js';
import {type CalledSample, type SamplePlan, wantedSamples} from './plan.js';
import type {RowStore} from './rows.js';
import {judgeSample} from './verdict.js';

/**
 * `done` of `total` samples have a verdict; `before`: found on disk; `again`: starved or idle
 * timeouts, to be run again after the rest.
 */
export type ExecuteProgress = {
  done: number;
  total: number;
  before: number;
  again: number;
  missing: number;
};

/** What judging a batch takes. */
export type Batch = {
  /** File of the samples. */
  samples: string;
  suite: JudgedSuite;
  plan: SamplePlan;
  identity: ExecuteIdentity;
  judge: Judge;
  /** Jobs that the judge had run before: it may be the caller's. */
  jobsBefore: number;
  choice: JudgeChoice | undefined;
  signal: AbortSignal | undefined;
  onProgress: (progress: ExecuteProgress) => void;
  onNotice: (notice: string) => void;
};

/**
 * Enough to know the slow ones among many, little enough to hold: memory does not grow with the
 * file.
 */
const window = {items: 512, bytes: 32 * 1024 * 1024};

/** Judges every sample that has no verdict yet. */
export async function judgeAll(batch: Batch, rows: RowStore): Promise<void> {
  const {samples, suite, plan, judge, identity, signal, onProgress} = batch;
  const isKnown = (taskId: string, codeSha256: string) => {
    const row = rows.keys.get(taskId);
    return row !== undefined && row.status !== 'missing' && row.code_sha256 === codeSha256;
  };
  const before = [...plan.codes].filter(([taskId, code]) => isKnown(taskId, code)).length;
  const progress = {done: before, total: plan.codes.size, before, again: 0, missing: 0};
  const wanted = ({taskId, codeSha256}: CalledSample) => !isKnown(taskId, codeSha256);
  const called = wantedSamples(samples, {suite, calibrated: identity.calibrated, wanted});
  const judgeAndStore = async ({taskId, code}: CalledSample, isOver: () => boolean) => {
    const row = await judgeOne(judge, batch, taskId, code);
    if (isOver()) return;
    await rows.add(row);
    progress.done += 1;
    if (row.status === 'missing') progress.missing += 1;
    if (!row.settled) progress.again += 1;
    onProgress({...progress});
  };
  await forEachInWindow(called, window, judgeAndStore, signal);
}

/**
 * Judges again, by half the workers, what timed out without its share of the machine; what comes
 * out now counts.
 * @returns how many jobs were run.
 */
export async function judgeUnsettled(
  batch: Batch,
  rows: RowStore,
  taskIds: readonly string[],
): Promise<number> {
  const {suite, choice, signal, onNotice, onProgress} = batch;
  const unsettled = taskIds.filter((taskId) => rows.keys.get(taskId)?.settled === false);
  if (unsettled.length === 0) return 0;
  const workers = Math.max(
    1,
    Math.floor((judgeSpecOf(choice).workers ?? availableParallelism()) / 2),
  );
  onNotice(
    `${unsettled.length} timeouts had less than 90% of their limit in CPU time: run again, ${workers} at a time`,
  );
  const calm = isOwnJudge(choice) ? choice : {...judgeSpecOf(choice), workers};
  const judge = await openJudge({suite, trusted: false, choice: calm, starvedTimeouts: 'count'});
  try {
    const total = taskIds.length;
    const progress = {done: total, total, before: total, again: unsettled.length, missing: 0};
    const samples = unsettled.map((taskId) => ({taskId, bytes: 0}));
    const judgeAgain = async ({taskId}: {taskId: string}, isOver: () => boolean) => {
      const row = await judgeOne(judge, batch, taskId, rows.read(taskId).code);
      if (isOver()) return;
      await rows.add({...row, settled: true, again: true});
      progress.again -= 1;
      onProgress({...progress});
    };
    await forEachInWindow(samples, window, judgeAgain, signal);
    return isOwnJudge(choice) ? 0 : judge.jobsRun();
  } finally {
    await judge.close();
  }
}

function judgeOne(judge: Judge, {suite, identity}: Batch, taskId: string, code: string) {
  const {test = '', entryPoint = ''} = suite.problems.get(taskId) ?? {};
  const {repeat, time_limit_ms: timeLimitMs} = identity;
  return judgeSample(judge, {taskId, candidate: {code, test, entryPoint, timeLimitMs}, repeat});
}
