import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Judging} from '../conversation/judged-row.js';
import {loadPromptSet} from '../conversation/prompt-set.js';
import type {Progress} from '../conversation/replay.js';
import type {Asking} from '../conversation/request.js';
import {createSpending, type Refusals, type Spending} from '../conversation/spending.js';
import {chooseRunnable} from '../environment/leave-out.js';
import {UsageError} from '../errors.js';
import {programVersion} from '../files/program-version.js';
import {writeJson} from '../files/write.js';
import type {Judge} from '../judging/judge.js';
import type {Decoding} from '../log/decoding.js';
import type {Budget} from '../model/budget.js';
import type {ModelEvent} from '../model/events.js';
import {defaultDecoding, type Model} from '../model/model.js';
import {type JudgeChoice, openJudge} from '../open/open-judge.js';
import {type ModelChoice, type OpenedModel, openModel} from '../open/open-model.js';
import type {ProblemChoice} from '../problem/choose-problems.js';
import type {Problem, Suite} from '../problem/problem.js';
import type {ScenarioId} from '../problem/scenario.js';
import {modeOf} from '../run/mode.js';
import {readRunManifest} from '../run/read-run.js';
import {openRunDirectory, type RunDirectory} from '../run/run-directory.js';
import {groundTruthOfRun, keepGroundTruth, timeLimits} from '../run/run-ground-truth.js';
import type {RunIdentity, RunManifest} from '../run/run-manifest.js';
import {countTotals} from '../run/totals.js';
import type {Metrics} from '../score/metrics.js';
import {scorePassing} from '../score/passing-subset.js';
import {scoreRun} from '../score/score-run.js';
import {scoring} from '../score/scoring.js';
import {isSimulated} from '../simulation/profiles.js';

/** What every run is told, live or static. */
export type SessionOptions = Partial<ProblemChoice> & {
  model: ModelChoice;
  /** Directory of the run. */
  out: string;
  /** Null: all that there are. */
  scenarios?: readonly ScenarioId[] | null;
  decoding?: Decoding;
  /** Folder of a prompt set; null: the one that ships. */
  promptsDirectory?: string | null;
  history?: Asking['history'];
  systemPrompt?: boolean;
  /** Questions in flight at once; default 32. */
  concurrency?: number;
  /** What this sitting may ask and spend; without one there is no bound. */
  budget?: Budget;
  /** A purse that several runs share; then `budget` says nothing. */
  sharedSpending?: Spending;
  judge?: JudgeChoice;
  /**
   * A judge that stays open behind the run, for callers who make many; then `judge` says nothing.
   */
  sharedJudge?: Judge;
  signal?: AbortSignal;
  onProgress?: (progress: SessionProgress) => void;
  /** Hears what a person should know: how code is judged, what is left out. */
  onNotice?: (notice: string) => void;
};

/**
 * How far a run has come, and what it took: attempts that had to be repeated, tokens as the server
 * counted them.
 */
export type SessionProgress = Progress & {retries: number; tokens: number};

/** What a finished run tells its caller. */
export type RunOutcome = {
  directory: string;
  manifest: RunManifest;
  metrics: Metrics;
  /**
   * Over the problems whose ground truth passes; null where that is all of them, or nobody looked.
   */
  passingMetrics: Metrics | null;
  jobsRun: number;
  /** The bound of the budget that stopped the asking; null where none did. */
  stopped: Refusals | null;
};

export const defaultConcurrency = 32;

export function askingOf({
  promptsDirectory,
  history,
  systemPrompt,
  decoding,
}: SessionOptions): Asking {
  return {
    prompts: loadPromptSet(promptsDirectory ?? undefined),
    history: history ?? 'last',
    systemPrompt: systemPrompt ?? true,
    decoding: decoding ?? defaultDecoding,
  };
}

/** What stands open while a run is made. */
export type Session = {
  run: RunDirectory;
  opened: OpenedModel;
  judge: Judge;
  problems: Problem[];
  /** Counts the attempts at a further model's questions with those at the model's own. */
  onAttempt: (event: ModelEvent) => void;
  /** The part of what `runReplay` and `runGenerate` are told that is the same for both. */
  asked: {
    model: Model;
    run: RunDirectory;
    judging: Judging;
    concurrency: number;
    spending: Spending | undefined;
    signal: AbortSignal | undefined;
    onProgress: (progress: Progress) => void;
  };
};

/**
 * Opens model, judge and run directory, has `work` done with them, then sorts, scores and signs the
 * run; closes everything, whatever happens. Until `work` is done the manifest holds no totals.
 */
export async function runSession<T>(
  {
    suite,
    identity,
    options,
    scenarios,
    partialScope,
  }: {
    suite: Suite;
    identity: RunIdentity;
    options: SessionOptions;
    scenarios: readonly ScenarioId[];
    partialScope: RunManifest['partial_scope'];
  },
  work: (session: Session) => Promise<T>,
): Promise<RunOutcome & {result: T}> {
  const {problems, leftOut} = await chooseRunnable(options, suite);
  let journal: RunDirectory['journal'] = () => {};
  let retries = 0;
  const onAttempt = ({wait_ms}: ModelEvent) => {
    if (wait_ms !== null) retries += 1;
  };
  const opened = await openModel(options.model, suite, (event) => {
    onAttempt(event);
    journal(event);
  });
  const judge =
    options.sharedJudge ??
    (await openJudge({
      suite,
      trusted: opened.trusted,
      choice: options.judge ?? {},
      onNotice: options.onNotice,
    }));
  const jobsBefore = judge.jobsRun();
  try {
    const run = await openRunDirectory(options.out, {...identity, model: opened.model.id});
    journal = run.journal;
    try {
      refuseOtherPython(run.path, judge.identity.pythonMinor);
      const truth = groundTruthOfRun(run.path, suite, judge.identity);
      const base = {
        ...baseManifest({
          identity: {...identity, model: opened.model.id},
          opened,
          judge,
          scenarios,
          problems,
        }),
        partial_scope: partialScope,
        ground_truth: keepGroundTruth(run.path, truth),
      };
      run.saveManifest(base);
      run.journal({event: 'begin', problems: problems.length, scenarios});
      const spending = options.sharedSpending ?? (options.budget && createSpending(options.budget));
      const asked = {
        model: opened.model,
        run,
        judging: {judge, timeLimitMs: timeLimits(suite, truth, options.judge?.timeLimitMs)},
        concurrency: options.concurrency ?? defaultConcurrency,
        spending,
        signal: options.signal,
        onProgress: (progress: Progress) =>
          options.onProgress?.({...progress, retries, tokens: run.tokens()}),
      };
      const result = await work({run, opened, judge, problems, onAttempt, asked});
      const rows = run.finish(new Map(suite.problems.map(({task_id}, i) => [task_id, i])));
      const mode = modeOf(identity.verb);
      const metrics = scoreRun({mode, rows, ...scoring});
      const passingMetrics = scorePassing(truth, mode, rows);
      writeJson(join(run.path, 'metrics.json'), metrics);
      const manifest = {
        ...base,
        scenarios: metrics.scenarios.flatMap(({scenario}) =>
          scenario === 'NONE' ? [] : [scenario],
        ),
        problems: new Set(rows.map(({task_id}) => task_id)).size,
        model_served: run.servedBy(),
        totals: countTotals(rows, run, leftOut),
      };
      run.saveManifest(manifest);
      const jobsRun = judge.jobsRun() - jobsBefore;
      run.journal({event: 'end', jobs_run: jobsRun, missing: manifest.totals.missing});
      const stopped = spending?.refusals() ?? null;
      return {directory: run.path, manifest, metrics, passingMetrics, jobsRun, stopped, result};
    } finally {
      run.close();
    }
  } finally {
    if (!options.sharedJudge) await judge.close();
    await opened.model.close?.();
  }
}

/**
 * Tracebacks, and so feedback, differ between minor versions: a run goes on with the one it was
 * begun with.
 */
function refuseOtherPython(directory: string, pythonMinor: string): void {
  if (!existsSync(join(directory, 'manifest.json'))) return;
  const before = readRunManifest(directory).judge?.pythonMinor ?? pythonMinor;
  if (before === pythonMinor) return;
  throw new UsageError(
    `${directory}/manifest.json: judge.pythonMinor: this run was begun with Python ${before}, this is ${pythonMinor}; name the other with --python, or choose another --out`,
  );
}

function baseManifest({
  identity,
  opened,
  judge,
  scenarios,
  problems,
}: {
  identity: RunIdentity;
  opened: OpenedModel;
  judge: Judge;
  scenarios: readonly ScenarioId[];
  problems: readonly Problem[];
}): Omit<RunManifest, 'ground_truth' | 'partial_scope'> {
  return {
    ...identity,
    simulated: isSimulated(identity.model),
    catalogue_sha256: opened.catalogueSha256,
    program_version: programVersion(),
    scenarios: [...scenarios],
    problems: problems.length,
    model_served: [],
    judge: judge.identity,
    totals: null,
  };
}
