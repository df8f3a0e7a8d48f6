import {lastTurn, turnZeroScenario} from '../problem/scenario.js';
import type {Mode} from '../run/mode.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type BootstrapOptions, type Resampling, resample} from './bootstrap.js';
import type {Convention} from './convention.js';
import {figure} from './figure.js';
import {firstPassingTurn} from './first-passing-turn.js';
import {type Metrics, metricsVersion, type ReplayOnly, type ScenarioMetrics} from './metrics.js';
import {reciprocalRank} from './mrr.js';
import {passAt1} from './pass-at-1.js';
import {countMissing, type ProblemVerdicts, problemVerdicts} from './problem-verdicts.js';
import {solved} from './recall.js';
import {firstPassingAnswer, replayOnlyPassAt1} from './replay-only.js';

/** Some of a run's problems, and what they are called in the report: `ground-truth-passes`, say. */
export type Subset = {name: string; tasks: ReadonlySet<string>};

export type ScoreOptions = BootstrapOptions & {
  mode: Mode;
  /** The rows of `verdicts.jsonl`, in any order. */
  rows: Iterable<VerdictRow>;
  convention?: Convention;
  /** Scores these problems only; all of them by default. */
  subset?: Subset;
};

/**
 * Verdicts -> every figure of DESIGN.md, section 4, per scenario, with intervals. A problem whose
 * value in a figure depends on a missing verdict is left out of that figure's n and counted in its
 * `missing`; a planned place without a row counts as missing too.
 * @throws {UsageError} for two rows of one place, a turn that its scenario cannot have, or unusable
 * bootstrap options.
 */
export function scoreRun(options: ScoreOptions): Metrics {
  const {mode, rows, seed, resamples, convention = 'credited', subset} = options;
  const byScenario = [...problemVerdicts(rows, subset?.tasks)];
  const resamplings = new Map<number, Resampling>();
  for (const n of byScenario.map(([, problems]) => problems.length)) {
    if (!resamplings.has(n)) resamplings.set(n, resample(n, {seed, resamples}));
  }
  return {
    format_version: metricsVersion,
    mode,
    convention,
    subset: subset?.name ?? null,
    bootstrap: {seed, resamples},
    scenarios: byScenario.map(([scenario, problems]) => {
      const resampling =
        resamplings.get(problems.length) ?? resample(problems.length, {seed, resamples});
      return scoreScenario({scenario, problems, mode, convention, resampling});
    }),
  };
}

type ScenarioOptions = {
  scenario: ScenarioMetrics['scenario'];
  problems: readonly ProblemVerdicts[];
  mode: Mode;
  convention: Convention;
  resampling: Resampling;
};

function scoreScenario({
  scenario,
  problems,
  mode,
  convention,
  resampling,
}: ScenarioOptions): ScenarioMetrics {
  const firstPasses = problems.map(({verdicts}) => firstPassingTurn(verdicts, mode));
  const turns =
    scenario === turnZeroScenario ? [0] : Array.from({length: lastTurn + 1}, (_, turn) => turn);
  const noProblem = 'the scenario has no problem here';
  return {
    scenario,
    n: problems.length,
    missing: countMissing(problems),
    mrr: figure(firstPasses.map(reciprocalRank), resampling, noProblem),
    recall: figure(firstPasses.map(solved), resampling, noProblem),
    pass_at_1: turns.map((turn) => {
      const values = problems.map(({verdicts}) => passAt1(verdicts, {turn, mode, convention}));
      return figure(values, resampling, noProblem);
    }),
    replay_only:
      mode === 'live' || scenario === turnZeroScenario
        ? null
        : scoreReplayOnly(problems, resampling),
  };
}

function scoreReplayOnly(problems: readonly ProblemVerdicts[], resampling: Resampling): ReplayOnly {
  const firstAnswers = problems.map(({verdicts}) => firstPassingAnswer(verdicts));
  const noQuestion = 'no question was asked in this scenario';
  return {
    mrr: figure(
      firstAnswers.map((first) => (first === null ? 'outside' : reciprocalRank(first))),
      resampling,
      noQuestion,
    ),
    recall: figure(
      firstAnswers.map((first) => (first === null ? 'outside' : solved(first))),
      resampling,
      noQuestion,
    ),
    pass_at_1: Array.from({length: lastTurn}, (_, index) => {
      const values = problems.map(({verdicts}) => replayOnlyPassAt1(verdicts, index + 1));
      return figure(values, resampling, `no question was asked at turn ${index + 1}`);
    }),
  };
}
