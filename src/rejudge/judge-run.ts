import {join} from 'node:path';
import {answerToCode} from '../conversation/answer-to-code.js';
import {judgeCode, judgedRow, missingRow} from '../conversation/judged-row.js';
import {FileFormatError, HarnessError, UsageError} from '../errors.js';
import {canonicalJson} from '../files/canonical-hash.js';
import {writeJson} from '../files/write.js';
import {judgeMany} from '../judging/judge-many.js';
import {judge as judgeField} from '../open/choice-fields.js';
import {type JudgeChoice, judgeSpecOf, openJudge} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {abortSignal, callback, text} from '../options/fields.js';
import type {Problem} from '../problem/problem.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';
import {modeOf} from '../run/mode.js';
import {readRun} from '../run/read-run.js';
import {openRunDirectory} from '../run/run-directory.js';
import {
  groundTruthFor,
  groundTruthOfRun,
  keepGroundTruth,
  timeLimits,
} from '../run/run-ground-truth.js';
import {runIdentitySchema} from '../run/run-manifest.js';
import {countTotals} from '../run/totals.js';
import {placeKey, type VerdictRow} from '../run/verdict-row.js';
import {scorePassing} from '../score/passing-subset.js';
import {scoreRun} from '../score/score-run.js';
import {scoring} from '../score/scoring.js';
import type {SessionProgress} from '../session/options.js';
import type {RunOutcome} from '../session/session.js';

export type JudgeRunOptions = {
  directory: string;
  /** Name or file of the run's suite, where it cannot be found by the name in the manifest. */
  suite?: string | undefined;
  /** Default `builtin`, with `python3`. */
  judge?: JudgeChoice | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SessionProgress) => void) | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<JudgeRunOptions>({
  directory: text,
  suite: text.optional(),
  judge: judgeField.optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<JudgeRunOptions['onProgress']>>().optional(),
  onNotice: callback<NonNullable<JudgeRunOptions['onNotice']>>().optional(),
});

/**
 * Judges a finished run's stored answers again, asking no model, and replaces its verdicts. In a
 * live run a conversation follows its first pass: where that moves forward the turns behind it are
 * solved; where it is lost they are missing, since nobody knows how it would have gone on.
 * @throws {UsageError} for a run that is not finished, or another suite.
 * @example
 * const {changed} = await judgeRun({directory: 'runs/careful'});
 * console.log(changed);
 */
export async function judgeRun(options: JudgeRunOptions): Promise<RunOutcome & {changed: number}> {
  checkOptions('judgeRun', schema, options);
  const {directory, onNotice} = options;
  const {manifest, rows: before} = await readRun(directory);
  const {totals} = manifest;
  if (!totals) throw new HarnessError(`${directory}: a finished run without totals`);
  if (manifest.imported)
    throw new UsageError(
      `${directory}: this run was imported (${manifest.imported}): it holds no answers to judge`,
    );
  const suite = await loadRecordedSuite(directory, manifest.suite, options.suite);
  // The answers come from a file, whatever model the manifest beside them names.
  const judge = await openJudge({suite, trusted: false, choice: options.judge, onNotice});
  const jobsBefore = judge.jobsRun();
  try {
    const run = await openRunDirectory(directory, runIdentitySchema.strip().parse(manifest));
    try {
      const problems = new Map(suite.problems.map((problem) => [problem.task_id, problem]));
      const isSame =
        manifest.judge !== null && canonicalJson(manifest.judge) === canonicalJson(judge.identity);
      const truth =
        groundTruthFor(suite, judge.identity) ??
        (isSame ? groundTruthOfRun(directory, suite, judge.identity) : null);
      const timeLimitMs = timeLimits(suite, truth, judgeSpecOf(options.judge).timeLimitMs);
      const problemOf = ({task_id}: VerdictRow): Problem => {
        const problem = problems.get(task_id);
        if (problem) return problem;
        throw new FileFormatError(
          `${directory}/verdicts.jsonl: task_id: the suite ${suite.name} has no ${task_id}`,
        );
      };
      const answerTo = ({request, scenario, task_id, turn}: AnsweredRow): string => {
        const answer = run.completions.get(request);
        if (answer) return answer.text;
        throw new FileFormatError(
          `${directory}/completions.jsonl: request: none is ${request.slice(0, 12)}, the answer to ${scenario} ${task_id} turn ${turn}; give the command that began the run again`,
        );
      };
      const judgeAgain = async (row: AnsweredRow): Promise<VerdictRow> => {
        const problem = problemOf(row);
        const code = answerToCode(answerTo(row), problem, row.turn);
        const judgement = await judgeCode(code, problem, {judge, timeLimitMs});
        const {scenario, task_id, turn, request} = row;
        if (judgement.status === 'missing')
          run.journal({event: 'missing', scenario, task_id, turn, reason: judgement.reason});
        return judgedRow(
          {scenario, task_id, turn},
          {judgement, code, request},
          row.reference_status,
        );
      };
      const judgedNow = await judgeRows(before, judgeAgain, options);
      const judged = before.map((row) => judgedNow.get(placeKey(row)) ?? row);
      const rows = manifest.verb === 'generate' ? followFirstPass(judged) : judged;
      const taskOrder = new Map(suite.problems.map(({task_id}, i) => [task_id, i]));
      const sorted = run.finish(taskOrder, rows);
      const mode = modeOf(manifest.verb);
      const metrics = scoreRun({mode, rows: sorted, ...scoring});
      const passingMetrics = scorePassing(truth, mode, sorted);
      writeJson(join(directory, 'metrics.json'), metrics);
      const after = {
        ...manifest,
        judge: judge.identity,
        ground_truth: keepGroundTruth(directory, truth),
        totals: countTotals(sorted, run, totals.left_out),
      };
      run.saveManifest(after);
      const changed = rows.filter(({status}, i) => status !== before[i]?.status).length;
      run.journal({event: 'judged again', changed, jobs_run: judge.jobsRun() - jobsBefore});
      return {
        directory,
        manifest: after,
        metrics,
        passingMetrics,
        jobsRun: judge.jobsRun() - jobsBefore,
        stopped: null,
        changed,
      };
    } finally {
      run.close();
    }
  } finally {
    await judge.close();
  }
}

/** A row of an answer, which can be judged. */
type AnsweredRow = VerdictRow & {request: string};

/** Enough to know the slow ones among many, little enough to hold. */
const window = {items: 512, bytes: 1};

/**
 * The new rows by place. The engine's only caller that keeps them in memory: a run's verdicts are
 * replaced all together or not at all, and what a stopped call has judged is in the verdict cache.
 */
async function judgeRows(
  rows: readonly VerdictRow[],
  judge: (row: AnsweredRow) => Promise<VerdictRow>,
  {signal, onProgress}: Pick<JudgeRunOptions, 'signal' | 'onProgress'>,
): Promise<Map<string, VerdictRow>> {
  const answered = rows.flatMap((row) =>
    row.request === null ? [] : [{row: {...row, request: row.request}, bytes: 0}],
  );
  const judged = new Map<string, VerdictRow>();
  await judgeMany(
    {total: rows.length, before: rows.length - answered.length, first: answered},
    {
      has: ({row}) => judged.has(placeKey(row)),
      add: (row: VerdictRow) => void judged.set(placeKey(row), row),
    },
    {
      judge: ({row}) => judge(row),
      isMissing: ({status}) => status === 'missing',
      window,
      signal,
      onProgress: ({done, total, before, missing}) =>
        onProgress?.({done, total, before, missing, inFlight: 0, retries: 0, tokens: 0}),
    },
  );
  return judged;
}

/**
 * Live rows after new verdicts: what stands behind a first pass is solved, what stood behind a lost
 * one is missing.
 */
export function followFirstPass(rows: readonly VerdictRow[]): VerdictRow[] {
  const passed = new Map<string, VerdictRow>();
  const turnZeroPasses = new Map(
    rows
      .filter(({turn, status}) => turn === 0 && status === 'pass')
      .map((row) => [row.task_id, row]),
  );
  return rows.map((row) => {
    const chain = `${row.scenario} ${row.task_id}`;
    const pass =
      passed.get(chain) ?? (row.turn === 0 ? undefined : turnZeroPasses.get(row.task_id));
    if (pass) {
      return {
        ...row,
        origin: 'solved',
        status: 'pass',
        failures: [],
        code_sha256: pass.code_sha256,
        request: null,
      };
    }
    if (row.status === 'pass' && row.origin === 'answered') passed.set(chain, row);
    return row.origin === 'solved' ? missingRow(row, row.reference_status) : row;
  });
}
