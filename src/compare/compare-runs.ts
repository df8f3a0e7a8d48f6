import {UsageError} from '../errors.js';
import {checkArgument, checkOptions, optionsOf} from '../options/check-options.js';
import {oneOf, text, wholeNumber} from '../options/fields.js';
import {lastTurn, type ScenarioId, scenarios, turnZeroScenario} from '../problem/scenario.js';
import {scenarioIds} from '../problem/scenario-field.js';
import {type MissingReason, missingReasons} from '../run/missing-reasons.js';
import type {Mode} from '../run/mode.js';
import {readRun, type StoredRun, storedRun} from '../run/read-run.js';
import {type BootstrapOptions, type Resampling, resample} from '../score/bootstrap.js';
import {type Convention, conventionSchema} from '../score/convention.js';
import {
  countTrust,
  rowsCountedBy,
  type TrustCount,
  type TrustPolicy,
  trustPolicies,
} from '../score/count-trust.js';
import {exactMean} from '../score/exact-mean.js';
import {type FirstPass, firstPassingTurn} from '../score/first-passing-turn.js';
import {meanInterval} from '../score/interval.js';
import {mcnemarExact} from '../score/mcnemar.js';
import {reciprocalRank} from '../score/mrr.js';
import {passAt1} from '../score/pass-at-1.js';
import type {ProblemValue} from '../score/problem-value.js';
import {
  type ProblemVerdicts,
  problemVerdicts,
  type ScoredScenario,
} from '../score/problem-verdicts.js';
import {solved} from '../score/recall.js';
import {scoring} from '../score/scoring.js';
import {type DifferingSetting, differingSettings, refuseIncomparable} from './comparable.js';

export type CompareOptions = Partial<BootstrapOptions> & {
  /** How Pass@1 at a later turn is read. Default `credited`. */
  convention?: Convention | undefined;
  /**
   * Which passes count: `any`, or only those with tests and program apart, where the problem allows
   * that. Default `any`.
   */
  trust?: TrustPolicy | undefined;
  /** Only these, and turn 0. Default: all that both runs have. */
  scenarios?: readonly ScenarioId[] | undefined;
};

const schema = optionsOf<CompareOptions>({
  seed: wholeNumber(0, 0xffffffff).optional(),
  resamples: wholeNumber(100).optional(),
  convention: conventionSchema.optional(),
  trust: oneOf(...trustPolicies).optional(),
  scenarios: scenarioIds.optional(),
});

/** One figure of two runs, over the problems known in both. */
export type PairedFigure = {
  metric: 'mrr' | 'recall' | 'pass_at_1';
  /** Of Pass@1; else null. */
  turn: number | null;
  /** Problems whose part is known in both runs. */
  n: number;
  /** Problems of both runs whose part hangs on a missing verdict in one of them. */
  missing: number;
  a: number | null;
  b: number | null;
  /** b - a, with its paired 95% bootstrap interval; null where n is 0. */
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Problems that count in one run alone, and McNemar's exact p over them; null for MRR. */
  only_a: number | null;
  only_b: number | null;
  p: number | null;
};

/**
 * A problem that fares differently in a scenario. `turns_only_a`: the turns at which Pass@1 counts
 * it in `a` alone. `a_first`: the first turn at which it passed in `a`; null for never, or unknown.
 */
export type Flip = {
  scenario: ScoredScenario;
  task_id: string;
  a_first: number | null;
  b_first: number | null;
  turns_only_a: number[];
  turns_only_b: number[];
};

/**
 * One side of a comparison. `trust`: which passes count in it, and how many hang on it; `missing`:
 * why verdicts are, the most frequent reason first.
 */
export type ComparedRun = {
  label: string;
  model: string;
  simulated: boolean;
  problems: number;
  trust: TrustCount;
  missing: MissingReason[];
};

export type Comparison = {
  a: ComparedRun;
  b: ComparedRun;
  mode: Mode;
  convention: Convention;
  bootstrap: BootstrapOptions;
  /** Problems that both runs have; those of one alone are left out. */
  problems: number;
  /** Settings in which the runs differ. */
  settings: DifferingSetting[];
  scenarios: {scenario: ScoredScenario; figures: PairedFigure[]}[];
  flips: Flip[];
};

/**
 * Reads two finished runs and compares them.
 * @throws {UsageError} as `readRun` and `compareRuns` do.
 * @example
 * const {flips} = await readComparison('runs/careful', 'runs/hasty');
 * console.log(flips.length);
 */
export async function readComparison(
  a: string,
  b: string,
  options: CompareOptions = {},
): Promise<Comparison> {
  checkArgument(['readComparison', 'a'], text, a);
  checkArgument(['readComparison', 'b'], text, b);
  return compareRuns(await readRun(a), await readRun(b), options);
}

/**
 * What changed from run `a` to run `b`, problem by problem, over the problems and scenarios that
 * both have.
 * @throws {UsageError} for runs that cannot be compared (another mode, suite, log or convention of
 * partial feedback, no problem or scenario in common), by the field's name; or, by `trust`, for one
 * that does not tell how its passes were established.
 */
export function compareRuns(a: StoredRun, b: StoredRun, options: CompareOptions = {}): Comparison {
  checkArgument(['compareRuns', 'a'], storedRun, a);
  checkArgument(['compareRuns', 'b'], storedRun, b);
  checkOptions('compareRuns', schema, options);
  const {seed = scoring.seed, resamples = scoring.resamples, convention = 'credited'} = options;
  const {scenarios: chosen, trust = 'any'} = options;
  refuseIncomparable(a, b);
  const {mode} = a;
  const verdictsOf = (run: StoredRun) => problemVerdicts(rowsCountedBy(trust, run.rows, run));
  const [ofA, ofB] = [verdictsOf(a), verdictsOf(b)];
  const tasks = commonTo(a, b);
  const compared: Comparison['scenarios'] = [];
  const flips: Flip[] = [];
  const wanted = scenarios.map(({id}) => id).filter((id) => chosen?.includes(id) ?? true);
  for (const scenario of [turnZeroScenario, ...wanted] as const) {
    const pairs = pairsOf(ofA.get(scenario), ofB.get(scenario), tasks);
    if (pairs.length === 0) continue;
    const reading = {mode, convention};
    const resampling = resample(pairs.length, {seed, resamples});
    compared.push({scenario, figures: figuresOf(pairs, scenario, {...reading, resampling})});
    flips.push(...pairs.flatMap((pair) => flipOf(pair, scenario, reading)));
  }
  if (!compared.some(({scenario}) => scenario !== turnZeroScenario))
    throw new UsageError(`${b.label}: scenarios: none in common with ${a.label}`);
  return {
    a: sideOf(a, trust),
    b: sideOf(b, trust),
    mode,
    convention,
    bootstrap: {seed, resamples},
    problems: tasks.size,
    settings: differingSettings(a.manifest, b.manifest),
    scenarios: compared,
    flips,
  };
}

function sideOf({label, manifest, rows}: StoredRun, policy: TrustPolicy): ComparedRun {
  const {model, simulated, problems} = manifest;
  const trust = countTrust(policy, rows, manifest);
  return {label, model, simulated, problems, trust, missing: missingReasons(rows)};
}

/** @throws {UsageError} where there is none. */
function commonTo(a: StoredRun, b: StoredRun): Set<string> {
  const [ofA, ofB] = [a, b].map(({rows}) => new Set(rows.map(({task_id}) => task_id)));
  const tasks = new Set([...(ofA ?? [])].filter((task) => ofB?.has(task)));
  if (tasks.size > 0) return tasks;
  throw new UsageError(`${b.label}: problems: none in common with ${a.label}`);
}

/** A problem in both runs. */
type Pair = {taskId: string; a: ProblemVerdicts['verdicts']; b: ProblemVerdicts['verdicts']};

function pairsOf(
  ofA: readonly ProblemVerdicts[] = [],
  ofB: readonly ProblemVerdicts[] = [],
  tasks: ReadonlySet<string>,
): Pair[] {
  const byTask = new Map(ofB.map(({taskId, verdicts}) => [taskId, verdicts]));
  return ofA.flatMap(({taskId, verdicts: a}) => {
    const b = tasks.has(taskId) ? byTask.get(taskId) : undefined;
    return b ? [{taskId, a, b}] : [];
  });
}

type Reading = {mode: Mode; convention: Convention};

/** What one problem adds to a figure. */
type ProblemMeasure = (verdicts: Pair['a']) => ProblemValue;

function figuresOf(
  pairs: readonly Pair[],
  scenario: ScoredScenario,
  {mode, convention, resampling}: Reading & {resampling: Resampling},
): PairedFigure[] {
  const atTurn = (turn: number) =>
    pairedFigure('pass_at_1', turn, pairs, {
      measure: (verdicts) => passAt1(verdicts, {turn, mode, convention}),
      resampling,
    });
  if (scenario === turnZeroScenario) return [atTurn(0)];
  const ofFirst = (metric: 'mrr' | 'recall', measure: (first: FirstPass) => ProblemValue) =>
    pairedFigure(metric, null, pairs, {
      measure: (verdicts) => measure(firstPassingTurn(verdicts, mode)),
      resampling,
    });
  const turns = Array.from({length: lastTurn}, (_, i) => i + 1);
  return [ofFirst('mrr', reciprocalRank), ofFirst('recall', solved), ...turns.map(atTurn)];
}

function pairedFigure(
  metric: PairedFigure['metric'],
  turn: number | null,
  pairs: readonly Pair[],
  {measure, resampling}: {measure: ProblemMeasure; resampling: Resampling},
): PairedFigure {
  const values = pairs.map(({a, b}) => ({a: measure(a), b: measure(b)}));
  const known = values.flatMap(({a, b}) =>
    typeof a === 'number' && typeof b === 'number' ? [{a, b}] : [],
  );
  const n = known.length;
  const of = {metric, turn, n, missing: pairs.length - n};
  if (n === 0) return {...of, a: null, b: null, difference: null, ...noInterval, ...noTest};
  const differences = Float64Array.from(values, ({a, b}) =>
    typeof a === 'number' && typeof b === 'number' ? b - a : Number.NaN,
  );
  const [meanA, meanB] = [meanOf(known.map(({a}) => a)), meanOf(known.map(({b}) => b))];
  return {
    ...of,
    a: meanA,
    b: meanB,
    difference: meanB - meanA,
    ...meanInterval(differences, resampling, {lowest: -1, highest: 1}),
    ...(metric === 'mrr' ? noTest : testOf(known)),
  };
}

const noInterval = {low: null, high: null};
const noTest = {only_a: null, only_b: null, p: null};

function testOf(known: readonly {a: number; b: number}[]) {
  const onlyA = known.filter(({a, b}) => a > b).length;
  const onlyB = known.filter(({a, b}) => b > a).length;
  return {only_a: onlyA, only_b: onlyB, p: mcnemarExact(onlyA, onlyB)};
}

function meanOf(values: readonly number[]): number {
  return exactMean(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

function flipOf({taskId, a, b}: Pair, scenario: ScoredScenario, reading: Reading): Flip[] {
  const turns = a.flatMap((_, turn) => {
    if (turn === 0 && scenario !== turnZeroScenario) return [];
    const [ofA, ofB] = [a, b].map((verdicts) => passAt1(verdicts, {turn, ...reading}));
    return typeof ofA === 'number' && typeof ofB === 'number' ? [{turn, gain: ofB - ofA}] : [];
  });
  const onlyA = turns.flatMap(({turn, gain}) => (gain < 0 ? [turn] : []));
  const onlyB = turns.flatMap(({turn, gain}) => (gain > 0 ? [turn] : []));
  if (onlyA.length === 0 && onlyB.length === 0) return [];
  const first = (verdicts: Pair['a']) => {
    const pass = firstPassingTurn(verdicts, reading.mode);
    return pass.kind === 'passed' ? pass.turn : null;
  };
  return [
    {
      scenario,
      task_id: taskId,
      a_first: first(a),
      b_first: first(b),
      turns_only_a: onlyA,
      turns_only_b: onlyB,
    },
  ];
}
