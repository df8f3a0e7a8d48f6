import {existsSync, rmSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {missingModules} from '../environment/missing-modules.js';
import {MissingRequirementError, present, UsageError} from '../errors.js';
import {lockDirectory} from '../files/lock.js';
import {makeOwnDirectory} from '../files/make-directory.js';
import {isNoRoom} from '../files/no-room.js';
import {programVersion} from '../files/program-version.js';
import {clearLeftovers, writeJson} from '../files/write.js';
import {isNamedCalibrated} from '../interchange/samples/samples.js';
import {profilesOf} from '../judging/known-profiles.js';
import {judge as judgeField} from '../open/choice-fields.js';
import {
  isOwnJudge,
  type JudgeChoice,
  judgePython,
  judgeSpecOf,
  openJudge,
} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {abortSignal, callback, flag, oneOf, text, texts, wholeNumber} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {chooseProblems} from '../problem/choose-problems.js';
import {type Shard, shardField, shardName} from '../problem/shard.js';
import {type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import {refuseUncountable} from '../session/finish-run.js';
import type {Counting} from './counting.js';
import {
  checkSameBatch,
  type ExecuteIdentity,
  type ExecuteManifest,
  executeIdentity,
  refuseFewerSamples,
} from './identity.js';
import {type ExecuteProgress, judgeSamples, type SampleJudging, stubOf} from './judge-samples.js';
import {type JudgedSuite, loadJudgedSuite} from './judged-suite.js';
import {
  batchPaths,
  countVerdicts,
  officialNameOf,
  writeFlaky,
  writePassAtK,
  writeVerdicts,
} from './output.js';
import {
  countSamples,
  hashOfPlan,
  planOfShard,
  planSamples,
  type SampleKey,
  type SamplePlan,
} from './plan.js';
import {openSampleRows, rowKey, type SampleRows} from './rows.js';

export type ExecuteOptions = {
  /** Name or file of the suite; it needs no canonical solutions. */
  suite: string;
  /** File or folder of BigCodeBench samples. */
  samples: string;
  /**
   * File of the verdicts. Until all is judged `OUT.work/` beside it holds what is done;
   * `OUT.manifest.json` tells how they came about.
   */
  out: string;
  writtenAs?: ExecuteIdentity['written_as'] | undefined;
  /** Only samples of these problems, named as everywhere (`SessionOptions`). Default: all. */
  tasks?: readonly string[] | undefined;
  /** Only samples of this part of those problems; `mergeVerdicts` makes one file of all parts. */
  shard?: Shard | undefined;
  /** Put the turn-0 stub in front of each solution. Default: judged as it is. */
  calibrated?: boolean | undefined;
  /** Judge each sample so often, nothing taken from the cache. Default 1. */
  repeat?: number | undefined;
  judge?: JudgeChoice | undefined;
  /**
   * Which passes count: `any`, or only those with tests and program apart, where the problem allows
   * that; the others are written as fails. Default `any`.
   */
  trust?: TrustPolicy | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: ExecuteProgress) => void) | undefined;
  /** Hears each bad line, `path:line: field: …`. */
  onBadLine?: ((message: string) => void) | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<ExecuteOptions>({
  suite: text,
  samples: text,
  out: text,
  writtenAs: oneOf('jsonl', 'bigcodebench').optional(),
  tasks: texts.optional(),
  shard: shardField.optional(),
  calibrated: flag.optional(),
  repeat: wholeNumber(1).optional(),
  judge: judgeField.optional(),
  trust: oneOf(...trustPolicies).optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<ExecuteOptions['onProgress']>>().optional(),
  onBadLine: callback<NonNullable<ExecuteOptions['onBadLine']>>().optional(),
  onNotice: callback<NonNullable<ExecuteOptions['onNotice']>>().optional(),
});

/** The batch as it stands; `stopped` says why it ended before all was judged. */
export type ExecuteOutcome = {manifest: ExecuteManifest; jobsRun: number; stopped: string | null};

/**
 * Judges BigCodeBench samples: one row `{"task_id","status","failures","code_sha256"}` for each
 * sample of the suite, in the suite's order; where some problem has several, `sample` says which. A
 * timeout of a job that had less than 90% of its limit in CPU time is judged again after the rest,
 * alone unless it was seen asleep (less than 10%). The same call goes on where an earlier one was
 * stopped, and judges again what is missing or whose code has changed.
 * @throws {UsageError} for a file without samples, for another batch in `out`, or for code that no
 * seal holds back here; {MissingRequirementError} for a Python that is absent or too old, or a disk
 * without room for a first verdict.
 */
export async function executeSamples(options: ExecuteOptions): Promise<ExecuteOutcome> {
  checkOptions('executeSamples', schema, options);
  const {
    onNotice = () => {},
    onBadLine = () => {},
    calibrated = false,
    writtenAs = 'jsonl',
    repeat = 1,
    trust = 'any',
  } = options;
  const suite = await loadJudgedSuite(options.suite);
  const chosen = chosenTasks(suite, options.tasks);
  const {shard} = options;
  const whole = await planSamples(options.samples, {suite, chosen, onBadLine});
  const plan = planOfShard(whole, shard);
  if (shard)
    onNotice(
      `shard ${shardName(shard)}: ${countSamples(plan)} of ${counted(countSamples(whole), 'sample')}; "merge" makes one file of all ${shard.count}`,
    );
  tellShape(options.samples, {plan, calibrated}, onNotice);
  const spec = judgeSpecOf(options.judge);
  const choice: JudgeChoice | undefined =
    repeat > 1 && !isOwnJudge(options.judge) ? {...spec, keepVerdicts: false} : options.judge;
  const timeLimitMs = spec.timeLimitMs ?? suite.timeLimitMs;
  const judge = await openJudge({
    suite,
    trusted: false,
    choice,
    onNotice,
  });
  try {
    refuseUncountable(trust, judge);
    await tellMissingLibraries(suite, plan, judgePython(choice), onNotice);
    const asked = {
      suite,
      calibrated,
      repeat,
      timeLimitMs,
      limits: spec.limits,
      judge: judge.identity,
      trust,
      writtenAs,
      shard,
    };
    const identity = executeIdentity(asked);
    const {samples, out, signal, onProgress = () => {}} = options;
    const batch = {
      samples,
      suite,
      chosen,
      plan,
      ...(shard && {partOf: {samples: countSamples(whole), codes_sha256: hashOfPlan(whole)}}),
      identity,
      judge,
      profiles: profilesOf(judge, suite),
      signal,
      onProgress,
      onNotice,
    };
    return await withRows(out, batch, (rows) => finishBatch(out, batch, rows));
  } finally {
    await judge.close();
  }
}

/** Has `work` done on the rows kept beside `out`, with nobody else writing there. */
async function withRows<T>(
  out: string,
  {samples, plan, identity}: SampleJudging,
  work: (rows: SampleRows) => Promise<T>,
): Promise<T> {
  const paths = batchPaths(out);
  const stranger = [out, paths.passAtK].find((path) => existsSync(path));
  if (stranger && !existsSync(paths.manifest) && !existsSync(paths.identity)) {
    throw new UsageError(
      `${stranger}: is there already, and not by this command; choose another ${option('out')}`,
    );
  }
  checkSameBatch(paths.manifest, identity);
  refuseFewerSamples(paths.manifest, {samples: countSamples(plan), of: samples});
  const unlock = takeWorkFolder(paths.work);
  try {
    const outputs = [paths.out, paths.manifest, paths.passAtK, paths.flaky];
    clearLeftovers(
      dirname(out),
      outputs.map((path) => basename(path)),
    );
    checkSameBatch(paths.identity, identity);
    writeJson(paths.identity, identity);
    const rows = await openSampleRows(paths.rows);
    try {
      return await work(rows);
    } finally {
      rows.close();
    }
  } catch (cause) {
    if (!isNoRoom(cause)) throw cause;
    throw new MissingRequirementError(
      `${paths.work}: no room on the disk; make some and give the same command again`,
      {
        cause,
      },
    );
  } finally {
    unlock();
  }
}

function takeWorkFolder(path: string): () => void {
  makeOwnDirectory(path);
  return lockDirectory(path);
}

async function finishBatch(
  out: string,
  batch: SampleJudging & {partOf?: ExecuteManifest['part_of']},
  rows: SampleRows,
): Promise<ExecuteOutcome> {
  const {suite, plan, identity, judge, partOf} = batch;
  const jobsBefore = judge.jobsRun();
  const paths = batchPaths(out);
  const keys = [...suite.problems.keys()].flatMap((taskId) =>
    (plan.codes.get(taskId) ?? []).map((_, sample) => ({taskId, sample})),
  );
  let stopped: string | null = null;
  try {
    await judgeSamples(batch, rows, keys);
    await writeVerdicts(paths.out, {
      rows,
      keys,
      counting: await countingOf(batch, rows, keys),
      writtenAs: identity.written_as,
      stubOf: (taskId) => stubOf(batch, taskId),
    });
    if (identity.repeat > 1) await writeFlaky(paths.flaky, rows, keys);
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    stopped = `no room on the disk for more verdicts (${error instanceof Error ? error.message : error})`;
  }
  const counting = await countingOf(batch, rows, keys);
  const {repeat} = identity;
  const totals = countVerdicts(rows, keys, {badLines: plan.badLines, repeat, counting});
  const manifest = {
    ...identity,
    program_version: programVersion(),
    ...(partOf && {part_of: partOf}),
    totals,
  };
  if (stopped === null) {
    if (identity.written_as === 'bigcodebench' || totals.most_samples > 1) {
      const {calibrated} = identity;
      const official = officialNameOf(batch.samples);
      writePassAtK(paths.passAtK, {official, suite: suite.name, calibrated, totals});
    }
    writeJson(paths.manifest, manifest);
    if (totals.missing === 0) rmSync(paths.work, {recursive: true});
  }
  return {manifest, jobsRun: judge.jobsRun() - jobsBefore, stopped};
}

/** Which passes count, as far as there are any yet. */
async function countingOf(
  {suite, profiles, identity}: SampleJudging,
  rows: SampleRows,
  keys: readonly SampleKey[],
): Promise<Counting> {
  const inseparable = new Set<string>();
  for (const key of keys) {
    const exemplar = suite.problems.get(key.taskId)?.exemplar;
    if (rows.note(rowKey(key))?.trust !== 'shared' || !exemplar) continue;
    if (!(await profiles.isSeparable(exemplar))) inseparable.add(key.taskId);
  }
  return {policy: identity.trust, inseparable};
}

function chosenTasks(suite: JudgedSuite, tasks: readonly string[] | undefined): Set<string> {
  const problems = [...suite.problems.keys()].map((task_id) => ({task_id}));
  const chosen = chooseProblems({name: suite.name, problems}, {limit: null, tasks: tasks ?? null});
  return new Set(chosen.map(({task_id}) => task_id));
}

/** What kind of samples they are, where that decides what is judged. */
function tellShape(
  path: string,
  {plan, calibrated}: {plan: SamplePlan; calibrated: boolean},
  onNotice: (notice: string) => void,
): void {
  if (plan.completions > 0)
    onNotice(
      `${counted(plan.completions, 'sample has', 'samples have')} a completion instead of a solution: the complete prompt stands in front of each`,
    );
  if (isNamedCalibrated(path) && !calibrated)
    onNotice(
      `${path}: BigCodeBench’s evaluator puts the code prompt in front of the solutions of a file of this name; judged as they are here, ${option('calibrated')} does as it does`,
    );
}

/**
 * Samples of problems whose libraries are absent cannot pass: their verdicts say something about
 * this machine, which has to be known.
 */
async function tellMissingLibraries(
  suite: JudgedSuite,
  plan: SamplePlan,
  python: string | null,
  onNotice: (notice: string) => void,
): Promise<void> {
  const needed = [...plan.codes].flatMap(([taskId, codes]) =>
    codes.map(() => present(suite.problems.get(taskId), taskId).modules),
  );
  const modules = [...new Set(needed.flat())].sort();
  if (modules.length === 0 || python === null) return;
  const absent = new Set(await missingModules(python, modules));
  const count = needed.filter((names) => names.some((name) => absent.has(name))).length;
  if (count === 0) return;
  onNotice(
    `${counted(count, 'sample needs', 'samples need')} libraries that this Python lacks (${[...absent].join(', ')}) and cannot pass here: convcodebench env create`,
  );
}
