import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Judging} from '../conversation/judged-row.js';
import {loadPythonParser} from '../conversation/python/parser.js';
import type {Progress} from '../conversation/replay.js';
import type {Refusals, Spending} from '../conversation/spending.js';
import {chooseRunnable, type Runnable} from '../environment/leave-out.js';
import {UsageError} from '../errors.js';
import {canonicalHash} from '../files/canonical-hash.js';
import {programVersion} from '../files/program-version.js';
import type {Judge} from '../judging/judge.js';
import {profilesOf} from '../judging/known-profiles.js';
import {systemClock} from '../model/endpoint/clock.js';
import type {ModelEvent} from '../model/events.js';
import type {Model} from '../model/model.js';
import type {Pace} from '../model/pace.js';
import {judgePython, judgeSpecOf, openJudge} from '../open/open-judge.js';
import {type OpenedModel, openModel} from '../open/open-model.js';
import {spendingOf} from '../open/open-spending.js';
import {paceOf} from '../open/pace-of.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {Problem, Suite} from '../problem/problem.js';
import {scenarios as allScenarios, type ScenarioId} from '../problem/scenario.js';
import {ofShard, type Shard, shardName} from '../problem/shard.js';
import {namesProblems, refuseForgotten} from '../run/forgotten-choice.js';
import {groundTruthOfRun, keepGroundTruth, timeLimits} from '../run/ground-truth.js';
import {askedLimits, widerLimits} from '../run/limits.js';
import {readRunManifest} from '../run/read-run.js';
import {openRunDirectory, type RunDirectory} from '../run/run-directory.js';
import type {RunIdentity, RunManifest} from '../run/run-manifest.js';
import {type Taken, takenBefore} from '../run/taken.js';
import {refuseNarrower} from '../run/unfinished-plan.js';
import {isSimulated} from '../simulation/profiles.js';
import {closing} from './closing.js';
import {type FinishedRun, finishRun, refuseUncountable} from './finish-run.js';
import {keepEnvironment} from './keep-environment.js';
import type {SessionOptions} from './options.js';
import {createTroubles, type Trouble} from './troubles.js';

/** What a finished run tells its caller. */
export type RunOutcome = FinishedRun & {
  jobsRun: number;
  /** The bound of the budget that stopped the asking; null where none did. */
  stopped: Refusals | null;
  /** Questions in flight at once, as it adapted to the server; null where it was fixed. */
  inFlight: number | null;
};

/** What stands open while a run is made. */
export type Session = {
  run: RunDirectory;
  opened: OpenedModel;
  judge: Judge;
  problems: Problem[];
  /** Counts the attempts at a further model's questions with those at the model's own. */
  onAttempt: (event: ModelEvent) => void;
  /** What earlier sittings took of critics; undefined without a purse to count it. */
  criticTook: Taken | undefined;
  /** The part of what `runReplay` and `runGenerate` are told that is the same for both. */
  asked: {
    model: Model;
    run: RunDirectory;
    judging: Judging;
    pace: Pace;
    givesUp: boolean;
    spending: Spending | undefined;
    signal: AbortSignal | undefined;
    onProgress: (progress: Progress) => void;
  };
};

/** What a run is about, worked out before anything is opened. */
export type SessionPlan = {
  suite: Suite;
  identity: RunIdentity;
  scenarios: readonly ScenarioId[];
  partialScope: RunManifest['partial_scope'];
  /** Problems that cannot be asked about, and why. Default: none. */
  leaveOut?: {tasks: ReadonlySet<string>; reason: string} | undefined;
  options: SessionOptions;
};

/**
 * Opens model, judge and run directory, has `work` done with them, then sorts, scores and signs the
 * run; closes what it opened, whatever happens. Until `work` is done the manifest holds no totals.
 */
export async function runSession<T>(
  plan: SessionPlan,
  work: (session: Session) => Promise<T>,
): Promise<RunOutcome & {result: T}> {
  const {suite, identity, options} = plan;
  await loadPythonParser();
  const runnable = withoutThose(await runnableProblems(suite, options), plan);
  if (options.shard) tellShard(options.shard, runnable, options.onNotice);
  const attempts = openAttempts();
  const opened = await openModel(options.model, suite, attempts.onEvent);
  const {server} = opened;
  if (server !== null) options.onNotice?.(`${opened.model.id} is asked at ${server}`);
  return closing(opened.model, async () => {
    const {trusted} = opened;
    const {judge: choice, onNotice} = options;
    const judge = await openJudge({suite, trusted, choice, onNotice});
    return closing(judge, async () => {
      refuseUncountable(options.trust, judge);
      const isNew = !existsSync(join(options.out, 'manifest.json'));
      const run = await openRunDirectory(options.out, identity);
      return closing(run, async () => {
        try {
          return await makeRun(plan, {runnable, attempts, opened, judge, run}, work);
        } catch (error) {
          if (isNew && run.completions.size === 0) run.withdraw();
          throw error;
        }
      });
    });
  });
}

/** The problems that a sitting with these options asks about. */
export async function problemsAsked(
  suite: Suite,
  options: Omit<SessionOptions, 'model' | 'out'>,
): Promise<Problem[]> {
  const {problems} = await runnableProblems(suite, options);
  return ofShard(problems, options.shard);
}

/** The same, those of other shards included: the problems of the whole run. */
function runnableProblems(
  suite: Suite,
  {limit, tasks, judge, onNotice}: Omit<SessionOptions, 'model' | 'out'>,
): Promise<Runnable> {
  const choice = {limit: limit ?? null, tasks: tasks ?? null};
  return chooseRunnable(suite, choice, judgePython(judge), onNotice);
}

function tellShard(
  shard: Shard,
  {problems}: Runnable,
  onNotice: (notice: string) => void = () => {},
): void {
  const own = ofShard(problems, shard).length;
  onNotice(
    `shard ${shardName(shard)}: ${own} of ${counted(problems.length, 'problem')}; "merge" makes one run of all ${shard.count}`,
  );
}

/** @throws {UsageError} where no problem is left. */
function withoutThose(
  {problems, leftOut}: Runnable,
  {leaveOut, options}: Pick<SessionPlan, 'leaveOut' | 'options'>,
): Runnable {
  const kept = problems.filter(({task_id}) => !leaveOut?.tasks.has(task_id));
  const count = problems.length - kept.length;
  if (!leaveOut || count === 0) return {problems, leftOut};
  const told = `${count} of ${counted(problems.length, 'problem')} (${leaveOut.reason})`;
  if (kept.length === 0) throw new UsageError(`nothing to ask: ${told}`);
  options.onNotice?.(`left out: ${told}`);
  return {problems: kept, leftOut: {...leftOut, [leaveOut.reason]: count}};
}

type Opened = {
  runnable: Runnable;
  attempts: Attempts;
  opened: OpenedModel;
  judge: Judge;
  run: RunDirectory;
};

async function makeRun<T>(
  plan: SessionPlan,
  {runnable: {problems: whole, leftOut}, attempts, opened, judge, run}: Opened,
  work: (session: Session) => Promise<T>,
): Promise<RunOutcome & {result: T}> {
  const {suite, scenarios, options} = plan;
  const problems = ofShard(whole, options.shard);
  const pace = paceOf(options.concurrency, opened);
  attempts.begin(run, pace);
  const before = existsSync(join(run.path, 'manifest.json')) ? readRunManifest(run.path) : null;
  refuseOtherPython(run.path, before, judge.identity.pythonMinor);
  const tasks = problems.map(({task_id}) => task_id);
  await refuseNarrower(run, {scenarios, tasks});
  await refuseForgotten(run, {scenarios, tasks}, options);
  const truth = groundTruthOfRun(run.path, suite, judge.identity);
  const profiles = profilesOf(judge, suite);
  const spec = judgeSpecOf(options.judge);
  const limits = widerLimits(before?.limits, askedLimits(spec));
  await keepEnvironment(run.path, judge);
  const begun: RunManifest = {
    ...plan.identity,
    simulated: isSimulated(plan.identity.model),
    catalogue_sha256: opened.catalogueSha256,
    program_version: programVersion(),
    scenarios: [...scenarios],
    problems: problems.length,
    model_served: [],
    judge: judge.identity,
    ...(limits && {limits}),
    totals: null,
    partial_scope: plan.partialScope,
    ground_truth: keepGroundTruth(run.path, truth),
    ...(options.shard && {part_of: partOf(run.path, whole, scenarios)}),
  };
  run.saveManifest(begun);
  const chosen = namesProblems(options);
  run.journal({event: 'begin', problems: problems.length, scenarios, tasks, chosen});
  const spending = spendingOf(options.budget);
  const earlier = spending ? await takenBefore(run) : null;
  if (earlier) spending?.recall(run.path, earlier.model);
  const jobsBefore = judge.jobsRun();
  const asked = {
    model: opened.model,
    run,
    judging: {
      judge,
      profiles,
      timeLimitMs: timeLimits(suite, truth, spec.timeLimitMs),
    },
    pace,
    givesUp: opened.server !== null,
    spending,
    signal: options.signal,
    onProgress: (progress: Progress) =>
      options.onProgress?.({
        ...progress,
        retries: attempts.retries(),
        tokens: run.tokens(),
        trouble: attempts.trouble(),
      }),
  };
  const result = await work({
    run,
    opened,
    judge,
    problems,
    onAttempt: attempts.count,
    criticTook: earlier?.critic,
    asked,
  });
  const finished = await finishRun(run, {
    ...{suite, begun, truth, leftOut, profiles},
    trust: options.trust,
  });
  const jobsRun = judge.jobsRun() - jobsBefore;
  const inFlight = options.concurrency === undefined && attempts.any() ? pace.limit() : null;
  const {totals} = finished.manifest;
  run.journal({event: 'end', jobs_run: jobsRun, missing: totals?.missing, in_flight: inFlight});
  return {...finished, jobsRun, inFlight, stopped: spending?.refusals() ?? null, result};
}

/** What a shard knows of the run that it is part of: its scenarios are those of all sittings. */
function partOf(
  directory: string,
  whole: readonly Problem[],
  scenarios: readonly ScenarioId[],
): NonNullable<RunManifest['part_of']> {
  const isNew = !existsSync(join(directory, 'manifest.json'));
  const earlier = isNew ? [] : (readRunManifest(directory).part_of?.scenarios ?? []);
  return {
    problems: whole.length,
    tasks_sha256: canonicalHash(whole.map(({task_id}) => task_id)),
    scenarios: allScenarios.flatMap(({id}) =>
      [...earlier, ...scenarios].includes(id) ? [id] : [],
    ),
  };
}

type Attempts = {
  /** An attempt at the model's own question: counted, and written down once there is a run. */
  onEvent(event: ModelEvent): void;
  count(event: ModelEvent): void;
  begin(run: RunDirectory, pace: Pace): void;
  /** Whether there were any. */
  any(): boolean;
  retries(): number;
  trouble(): Trouble | null;
};

/** A model is opened before there is a run, so that one that cannot be leaves no directory. */
function openAttempts(): Attempts {
  let retries = 0;
  let any = false;
  let journal: RunDirectory['journal'] = () => {};
  let observe: Pace['observe'] = () => {};
  const troubles = createTroubles(systemClock.now);
  const count = (event: ModelEvent) => {
    if (event.wait_ms !== null) retries += 1;
    troubles.observe(event);
  };
  return {
    count,
    onEvent: (event) => {
      any = true;
      count(event);
      observe(event);
      journal(event);
    },
    begin: (run, pace) => {
      journal = run.journal;
      observe = pace.observe;
    },
    any: () => any,
    retries: () => retries,
    trouble: troubles.commonest,
  };
}

/**
 * Tracebacks, and so feedback, differ between minor versions: a run goes on with the one it was
 * begun with.
 */
function refuseOtherPython(
  directory: string,
  existing: RunManifest | null,
  pythonMinor: string,
): void {
  const before = existing?.judge?.pythonMinor ?? pythonMinor;
  if (before === pythonMinor) return;
  throw new UsageError(
    `${directory}/manifest.json: judge.pythonMinor: this run was begun with Python ${before}, this is ${pythonMinor}; name the other with ${option('python')}, or choose another ${option('out')}`,
  );
}
