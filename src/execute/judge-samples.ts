import {HarnessError, present} from '../errors.js';
import type {Judge} from '../judging/judge.js';
import {judgedAtOnce, judgeMany, type Tally} from '../judging/judge-many.js';
import type {CrossingProfiles} from '../judging/profiles.js';
import {counted} from '../options/counted.js';
import type {ExecuteIdentity} from './identity.js';
import type {JudgedSuite} from './judged-suite.js';
import {calledSamples, type SampleKey, type SamplePlan} from './plan.js';
import {rowKey, rowOf, type SampleRows} from './rows.js';
import {judgeSample, rowOfJudgements} from './verdict.js';

/**
 * `done` of `total` samples have a verdict; `before`: found on disk; `again`: starved or idle
 * timeouts, to be run again after the rest.
 */
export type ExecuteProgress = Tally;

/** What judging the samples of a file takes. */
export type SampleJudging = {
  /** File or folder of the samples. */
  samples: string;
  suite: JudgedSuite;
  chosen: ReadonlySet<string>;
  plan: SamplePlan;
  identity: ExecuteIdentity;
  judge: Judge;
  profiles: CrossingProfiles;
  signal: AbortSignal | undefined;
  onProgress: (progress: ExecuteProgress) => void;
  onNotice: (notice: string) => void;
};

/** Memory does not grow with the file. */
const mostBytes = 32 * 1024 * 1024;

/** What is under way: a sample of the file, or one to be run again, whose code is on disk. */
type SampleUnderWay = SampleKey & {codeSha256: string | null; code: string; bytes: number};

/**
 * Judges every sample that has no verdict yet, in the file's order, then what timed out without its
 * share of the machine, which the judge runs alone unless it saw it sleep; what comes out then
 * counts. The engine's first caller with texts too many to hold: candidates come from the file,
 * rows go to a ledger.
 * @param keys all samples of the plan.
 */
export async function judgeSamples(
  batch: SampleJudging,
  rows: SampleRows,
  keys: readonly SampleKey[],
): Promise<void> {
  const {samples, suite, plan, judge, onNotice, signal, onProgress} = batch;
  const unsettled = () => {
    const open = keys.flatMap((key): SampleUnderWay[] => {
      const note = rows.note(rowKey(key));
      const isOpen = note?.settled === false;
      return isOpen ? [{...key, codeSha256: null, code: '', bytes: note.bytes}] : [];
    });
    if (open.length > 0) onNotice(againNotice(open.length, judge));
    return open;
  };
  const before = keys.filter(({taskId, sample}) => {
    const codeSha256 = plan.codes.get(taskId)?.[sample] ?? null;
    return isKnown({taskId, sample, codeSha256}, rows);
  }).length;
  const first: AsyncIterable<SampleUnderWay> = calledSamples(samples, plan, {
    suite,
    chosen: batch.chosen,
  });
  await judgeMany(
    {total: keys.length, before, first, again: unsettled},
    {has: (sample: SampleUnderWay) => isKnown(sample, rows), add: rows.add},
    {
      judge: (sample, round) =>
        round === 'first'
          ? judgeOne(batch, sample, sample.code, false)
          : judgeOne(batch, sample, rowOf(rows, sample).code, true),
      isMissing: ({status}) => status === 'missing',
      window: {
        get items() {
          return judgedAtOnce(judge);
        },
        bytes: mostBytes,
      },
      signal,
      onProgress,
    },
  );
}

/** What is told of starved or idle timeouts; behind a queue each worker has its own machine. */
export function againNotice(count: number, judge: Pick<Judge, 'atOnce'>): string {
  const where = judge.atOnce === undefined ? '' : ' on each worker';
  const had = `had less than 90% of ${count === 1 ? 'its' : 'their'} limit in CPU time`;
  return `${counted(count, 'timeout')} ${had}: run again, one at a time${where} but for those seen asleep`;
}

/** What is missing, or has another code now, is judged again. */
function isKnown(
  {codeSha256, ...key}: SampleKey & Pick<SampleUnderWay, 'codeSha256'>,
  rows: SampleRows,
): boolean {
  const row = rows.note(rowKey(key));
  return row !== undefined && row.status !== 'missing' && row.code_sha256 === codeSha256;
}

/** What runs before a sample of that problem: calibrated, its code prompt with an empty body. */
export function stubOf(
  {suite, identity}: Pick<SampleJudging, 'suite' | 'identity'>,
  taskId: string,
): string {
  return identity.calibrated ? present(suite.problems.get(taskId), taskId).stub : '';
}

async function judgeOne(
  {judge, profiles, suite, identity}: SampleJudging,
  key: SampleKey,
  program: string,
  again: boolean,
) {
  const problem = suite.problems.get(key.taskId);
  if (!problem) throw new HarnessError(`no problem ${key.taskId}, whose sample was planned`);
  const {test, entryPoint, exemplar} = problem;
  const {repeat, time_limit_ms: timeLimitMs} = identity;
  const prelude = stubOf({suite, identity}, key.taskId);
  const candidate = {prelude, program, test, entryPoint, timeLimitMs};
  const asked = await profiles.apart(candidate, exemplar);
  return 'status' in asked
    ? rowOfJudgements([asked], {key, program, again})
    : judgeSample(judge, {key, candidate: asked, repeat, again});
}
