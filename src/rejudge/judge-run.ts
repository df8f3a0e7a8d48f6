import {loadPythonParser} from '../conversation/python/parser.js';
import {FileFormatError, HarnessError, UsageError} from '../errors.js';
import {canonicalJson} from '../files/canonical-hash.js';
import type {Judge} from '../judging/judge.js';
import {profilesOf} from '../judging/known-profiles.js';
import type {LogLine} from '../log/log-line.js';
import {type Log, readConversations} from '../log/read-log.js';
import {judge as judgeField} from '../open/choice-fields.js';
import {type JudgeChoice, judgeSpecOf, openJudge} from '../open/open-judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {abortSignal, callback, oneOf, text} from '../options/fields.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';
import {scenarios} from '../problem/scenario.js';
import {type Shard, shardField} from '../problem/shard.js';
import {
  groundTruthFor,
  groundTruthOfRun,
  keepGroundTruth,
  type RunGroundTruth,
  timeLimits,
} from '../run/ground-truth.js';
import {askedLimits} from '../run/limits.js';
import {logOfRun} from '../run/log-of-run.js';
import {readRunUnchecked, type StoredRun} from '../run/read-run.js';
import {openRunDirectory, type RunDirectory} from '../run/run-directory.js';
import {type RunManifest, refuseVersion1, runIdentitySchema} from '../run/run-manifest.js';
import {type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import {closing} from '../session/closing.js';
import {finishRun, refuseUncountable} from '../session/finish-run.js';
import {keepEnvironment} from '../session/keep-environment.js';
import type {SessionProgress} from '../session/options.js';
import type {RunOutcome} from '../session/session.js';
import {type LogLines, unsupportedRows} from './borne-out.js';
import {followFirstPass} from './follow-first-pass.js';
import {judgeAnswers} from './judge-answers.js';
import {dropKeptVerdicts, openKeptVerdicts} from './kept-verdicts.js';
import {takeShard} from './take-shard.js';

export type JudgeRunOptions = {
  directory: string;
  /** Name or file of the run's suite, where it cannot be found by the name in the manifest. */
  suite?: string | undefined;
  /** Directory of the log that was replayed; found by itself where it ships. */
  log?: string | undefined;
  /**
   * Only this part of the problems, as a run of its own in `out`, which `mergeRuns` makes one of
   * with the other parts; the run itself is left as it is. Default: all of them, in the run itself.
   */
  shard?: Shard | undefined;
  /** Directory of the shard's run; given with `shard`, and not without. */
  out?: string | undefined;
  /** Default `builtin`, with `python3`. */
  judge?: JudgeChoice | undefined;
  /** Which passes the figures count that come back, as in `SessionOptions`. Default `any`. */
  trust?: TrustPolicy | undefined;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SessionProgress) => void) | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

const schema = optionsOf<JudgeRunOptions>({
  directory: text,
  suite: text.optional(),
  log: text.optional(),
  shard: shardField.optional(),
  out: text.optional(),
  judge: judgeField.optional(),
  trust: oneOf(...trustPolicies).optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<JudgeRunOptions['onProgress']>>().optional(),
  onNotice: callback<NonNullable<JudgeRunOptions['onNotice']>>().optional(),
});

/**
 * Judges a finished run's stored answers again, asking no model, and replaces its verdicts, all
 * together at the end; what a call that was stopped has judged is not judged again. In a
 * live run a conversation follows its first pass: where that moves forward the turns behind it are
 * solved; where it is lost they are missing, since nobody knows how it would have gone on.
 * @throws {UsageError} for a run that is not finished, or another suite; {FileFormatError} for rows
 * that the run's log and answers do not bear out.
 * @example
 * const {changed} = await judgeRun({directory: 'runs/careful'});
 * console.log(changed);
 */
export async function judgeRun(options: JudgeRunOptions): Promise<RunOutcome & {changed: number}> {
  checkOptions('judgeRun', schema, options);
  const {shard, out, onNotice} = options;
  if ((shard === undefined) !== (out === undefined))
    throw new UsageError(
      `judge: ${option('shard')} and ${option('out')} belong together: a shard is judged in a directory of its own`,
    );
  const source = await readRunUnchecked(options.directory);
  refuseImported(source);
  refuseVersion1(options.directory, source.manifest);
  await loadPythonParser();
  const suite = await loadRecordedSuite(options.directory, source.manifest.suite, options.suite);
  if (shard && out !== undefined) await takeShard(source, {shard, out, suite});
  const directory = out ?? options.directory;
  const stored = out === undefined ? source : await readRunUnchecked(out);
  await refuseUnsupported(stored, options);
  // The answers come from a file, whatever model the manifest beside them names.
  const judge = await openJudge({suite, trusted: false, choice: options.judge, onNotice});
  return closing(judge, async () => {
    refuseUncountable(options.trust, judge);
    const run = await openRunDirectory(directory, runIdentitySchema.strip().parse(stored.manifest));
    return closing(run, () => replaceVerdicts(stored, {suite, judge, run}, options));
  });
}

function refuseImported({label, manifest}: StoredRun): void {
  if (!manifest.imported) return;
  throw new UsageError(
    `${label}: this run was imported (${manifest.imported}): it holds no answers to judge`,
  );
}

const namedRows = 5;

/** A run’s directory is checked as a whole before it is judged again. */
async function refuseUnsupported(
  stored: StoredRun,
  {log: named, onNotice}: JudgeRunOptions,
): Promise<void> {
  const log = logOfRun(stored, named);
  if (log === null)
    onNotice?.(
      `${stored.label}: the log that was replayed is not at hand, so rows are held to each other only; ${option('log')} DIR holds them to it`,
    );
  const wrong = unsupportedRows(stored, log && (await openLines(log)));
  if (wrong.length === 0) return;
  const more = wrong.length - namedRows;
  throw new FileFormatError(
    `${stored.label}/verdicts.jsonl: ${counted(wrong.length, 'row is', 'rows are')} not borne out by the run’s log and answers: ${wrong.slice(0, namedRows).join('; ')}${more > 0 ? `; and ${more} more` : ''}; restore the file, or make the run again`,
  );
}

async function openLines(log: Log): Promise<LogLines> {
  const lines = new Map<string, readonly LogLine[]>();
  for (const {id} of scenarios) {
    if (!log.manifest.scenarios[id]) continue;
    for (const conversation of await readConversations(log, id))
      lines.set(`${id} ${conversation.taskId}`, conversation.lines);
  }
  return (scenario, taskId) => lines.get(`${scenario} ${taskId}`);
}

type Rejudging = {suite: Suite; judge: Judge; run: RunDirectory};

async function replaceVerdicts(
  {manifest, rows: before}: StoredRun,
  {suite, judge, run}: Rejudging,
  options: JudgeRunOptions,
): Promise<RunOutcome & {changed: number}> {
  if (!manifest.totals) throw new HarnessError(`${run.path}: a finished run without totals`);
  const jobsBefore = judge.jobsRun();
  const truth = truthOf(run.path, {manifest, suite, judge});
  const spec = judgeSpecOf(options.judge);
  const timeLimitMs = timeLimits(suite, truth, spec.timeLimitMs);
  const kept = await openKeptVerdicts(run.path, {
    judge: judge.identity,
    limits: spec.limits,
    timeLimitsMs: suite.problems.map(timeLimitMs),
  });
  const profiles = profilesOf(judge, suite);
  const {judged, failed} = await closing(kept, async () => {
    const answers = {suite, run, judging: {judge, profiles, timeLimitMs}, kept};
    return {judged: await judgeAnswers(before, answers, options), failed: [...kept.failed()]};
  });
  const verdicts = manifest.verb === 'generate' ? followFirstPass(judged) : judged;
  const changed = verdicts.filter(({status}, i) => status !== before[i]?.status).length;
  await keepEnvironment(run.path, judge);
  const {limits: _, ...unlimited} = manifest;
  const limits = askedLimits(spec);
  const begun = {
    ...unlimited,
    judge: judge.identity,
    ...(limits && {limits}),
    ground_truth: keepGroundTruth(run.path, truth),
  };
  const {left_out: leftOut} = manifest.totals;
  const again = {verdicts, failed};
  const finished = await finishRun(run, {
    ...{suite, begun, truth, leftOut, profiles, again},
    trust: options.trust,
  });
  const jobsRun = judge.jobsRun() - jobsBefore;
  run.journal({event: 'judged again', changed, jobs_run: jobsRun});
  dropKeptVerdicts(run.path);
  return {...finished, jobsRun, stopped: null, inFlight: null, changed};
}

/** The list beside the run counts only where it was made by the same judge. */
function truthOf(
  directory: string,
  {manifest, suite, judge}: {manifest: RunManifest; suite: Suite; judge: Judge},
): RunGroundTruth | null {
  const known = groundTruthFor(suite, judge.identity);
  if (known !== null) return known;
  const isSame =
    manifest.judge !== null && canonicalJson(manifest.judge) === canonicalJson(judge.identity);
  return isSame ? groundTruthOfRun(directory, suite, judge.identity) : null;
}
