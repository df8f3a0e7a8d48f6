import {once} from '../files/once.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {instance, iterable, oneOf, text, wholeNumber} from '../options/fields.js';
import {lastTurn, turnZeroScenario} from '../problem/scenario.js';
import type {Mode} from '../run/mode.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type BootstrapOptions, type Resampling, resample} from './bootstrap.js';
import type {Convention} from './convention.js';
import {type CreditedFigure, figure, type IntervalOf, shareInterval} from './figure.js';
import {firstPassingTurn} from './first-passing-turn.js';
import {floorOf, gainOver, withoutOwnPasses} from './floor.js';
import {meanInterval} from './interval.js';
import {type Metrics, metricsVersion, type ReplayOnly, type ScenarioMetrics} from './metrics.js';
import {reciprocalRank} from './mrr.js';
import {numpyMean} from './numpy-mean.js';
import {passAt1} from './pass-at-1.js';
import type {ProblemValue} from './problem-value.js';
import {countMissing, type ProblemVerdicts, problemVerdicts} from './problem-verdicts.js';
import {solved} from './recall.js';
import {countAsked, firstPassingAnswer, replayOnlyPassAt1} from './replay-only.js';

/** Some of a run's problems, and what they are called in the report: `ground-truth-passes`, say. */
export type Subset = {name: string; tasks: ReadonlySet<string>};

export type ScoreOptions = BootstrapOptions & {
  mode: Mode;
  /** The rows of `verdicts.jsonl`, in any order. */
  rows: Iterable<VerdictRow>;
  convention?: Convention | undefined;
  /** Scores these problems only; all of them by default. */
  subset?: Subset | undefined;
};

const schema = optionsOf<ScoreOptions>({
  mode: oneOf('live', 'static'),
  rows: iterable<VerdictRow>(),
  seed: wholeNumber(0, 0xffffffff),
  resamples: wholeNumber(100),
  convention: oneOf('credited', 'upstream').optional(),
  subset: optionsOf<Subset>({
    name: text,
    tasks: instance<ReadonlySet<string>>(Set, 'a Set of task ids'),
  }).optional(),
});

/**
 * Verdicts -> every figure of DESIGN.md, section 4, per scenario, with intervals. A figure in which
 * a problem's value depends on a missing verdict has no value, and counts such problems in its
 * `missing`; a planned place without a row counts as missing too.
 * @throws {UsageError} for two rows of one place, a turn that its scenario cannot have, or unusable
 * bootstrap options.
 */
export function scoreRun(options: ScoreOptions): Metrics {
  checkOptions('scoreRun', schema, options);
  const {mode, rows, seed, resamples, convention = 'credited', subset} = options;
  const byScenario = [...problemVerdicts(rows, subset?.tasks)];
  const resamplingOf = once(String, (n: number) => resample(n, {seed, resamples}));
  return {
    format_version: metricsVersion,
    mode,
    convention,
    subset: subset?.name ?? null,
    bootstrap: {seed, resamples},
    scenarios: byScenario.map(([scenario, problems]) => {
      const resampling = resamplingOf(problems.length);
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

function scoreScenario(options: ScenarioOptions): ScenarioMetrics {
  const {scenario, problems, mode, convention, resampling} = options;
  const hasTurns = scenario !== turnZeroScenario;
  const turns = Array.from({length: hasTurns ? lastTurn + 1 : 1}, (_, turn) => turn);
  const rank = (verdicts: VerdictsByTurn) => reciprocalRank(firstPassingTurn(verdicts, mode));
  const isSolved = (verdicts: VerdictsByTurn) => solved(firstPassingTurn(verdicts, mode));
  return {
    scenario,
    n: problems.length,
    missing: countMissing(problems),
    mrr: credited(options, {
      adds: rank,
      intervalOf: (values) => meanInterval(values, resampling, {lowest: 0, highest: 1}),
      turns,
    }),
    recall: credited(options, {adds: isSolved, intervalOf: shareInterval, turns}),
    pass_at_1: turns.map((turn) =>
      credited(options, {
        adds: (verdicts) => passAt1(verdicts, {turn, mode, convention}),
        intervalOf: shareInterval,
        turns: [turn],
      }),
    ),
    replay_only: mode === 'static' && hasTurns ? scoreReplayOnly(problems, resampling) : null,
  };
}

type VerdictsByTurn = ProblemVerdicts['verdicts'];

/** What a figure is made of: each problem's value, and the turns whose places it is over. */
type Making = {
  adds: (verdicts: VerdictsByTurn) => ProblemValue;
  intervalOf: IntervalOf;
  turns: readonly number[];
};

/** A figure and, in a static run, what the reference's credit is in it. */
function credited(
  {problems, mode, convention}: Omit<ScenarioOptions, 'scenario' | 'resampling'>,
  {adds, intervalOf, turns}: Making,
): CreditedFigure {
  const isUpstreams = convention === 'upstream';
  const made = figure(
    (isUpstreams ? byNumber(problems) : problems).map(({verdicts}) => adds(verdicts)),
    intervalOf,
    'the scenario has no problem here',
    isUpstreams ? numpyMean : undefined,
  );
  if (mode === 'live') return {...made, floor: null, gain: null, asked: null, planned: null};
  const floor = floorOf(problems.map(({verdicts}) => adds(withoutOwnPasses(verdicts))));
  return {
    ...made,
    floor,
    gain: gainOver(floor, made.value),
    asked: turns.reduce((sum, turn) => sum + countAsked(problems, turn), 0),
    planned: problems.length * turns.length,
  };
}

/** In the order in which upstream adds them up: by the number at the end of the id. */
function byNumber(problems: readonly ProblemVerdicts[]): ProblemVerdicts[] {
  const numberOf = ({taskId}: ProblemVerdicts) => Number(/(?<!\d)\d*$/.exec(taskId)?.[0]);
  return problems.toSorted((a, b) => numberOf(a) - numberOf(b));
}

function scoreReplayOnly(problems: readonly ProblemVerdicts[], resampling: Resampling): ReplayOnly {
  const firstAnswers = problems.map(({verdicts}) => firstPassingAnswer(verdicts));
  const noQuestion = 'no question was asked in this scenario';
  return {
    mrr: figure(
      firstAnswers.map((first) => (first === null ? 'outside' : reciprocalRank(first))),
      (values) => meanInterval(values, resampling, {lowest: 0, highest: 1 / 2}),
      noQuestion,
    ),
    recall: figure(
      firstAnswers.map((first) => (first === null ? 'outside' : solved(first))),
      shareInterval,
      noQuestion,
    ),
    pass_at_1: Array.from({length: lastTurn}, (_, index) => {
      const values = problems.map(({verdicts}) => replayOnlyPassAt1(verdicts, index + 1));
      return figure(values, shareInterval, `no question was asked at turn ${index + 1}`);
    }),
  };
}
