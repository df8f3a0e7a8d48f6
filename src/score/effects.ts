import {checkOptions, optionsOf} from '../options/check-options.js';
import {iterable, wholeNumber} from '../options/fields.js';
import {
  type ExecutionScope,
  type ScenarioId,
  scenarios,
  type VerbalKind,
} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {type BootstrapOptions, type Resampling, resample} from './bootstrap.js';
import {type Figure, figure, type IntervalOf, shareInterval} from './figure.js';
import {meanInterval, type ValueRange} from './interval.js';
import type {ProblemValue} from './problem-value.js';
import {type ProblemVerdicts, problemVerdicts} from './problem-verdicts.js';
import {wasAsked} from './replay-only.js';

/** The turn at which every scenario shows the same program, so that only the feedback differs. */
export const effectTurn = 1;

/**
 * What a kind of feedback adds to the share of wrong programs that one turn mends.
 *
 * - `compilation`: compilation feedback alone, beside nothing.
 * - `execution`: execution feedback of that scope, beside the words `verbal`.
 * - `verbal`: those words, beside execution feedback of that scope.
 * - `interaction`: what both add together, less the sum of what each adds alone.
 *
 * `compared`: the scenario with that feedback first, then those without.
 */
export type Effect = {
  kind: 'compilation' | 'execution' | 'verbal' | 'interaction';
  execution: ExecutionScope;
  verbal: VerbalKind;
  compared: ScenarioId[];
  /** A mean over problems in [-1, 1], of an interaction in [-2, 2]. */
  difference: Figure;
};

export type EffectsOptions = BootstrapOptions & {
  /** The rows of `verdicts.jsonl`, in any order. */
  rows: Iterable<VerdictRow>;
};

const schema = optionsOf<EffectsOptions>({
  rows: iterable<VerdictRow>(),
  seed: wholeNumber(0, 0xffffffff),
  resamples: wholeNumber(100),
});

/**
 * The effects of feedback at turn 1, as paired differences over the problems asked in all scenarios
 * compared (DESIGN.md, section 4). Without execution feedback and without an expert nobody has
 * anything to say of a program that compiles: nobody is asked, and the wrong program stands. Beside
 * a scenario that did ask, such a problem counts as not mended.
 * @throws {UsageError} as `problemVerdicts` does, and for unusable bootstrap options.
 */
export function effectsOfFeedback(options: EffectsOptions): Effect[] {
  checkOptions('effectsOfFeedback', schema, options);
  const {rows, seed, resamples} = options;
  const cells = new Map<string, ReadonlyMap<string, Outcome>>(
    Array.from(problemVerdicts(rows), ([id, problems]) => [id, outcomes(problems)]),
  );
  const tasks = [...new Set([...cells.values()].flatMap((cell) => [...cell.keys()]))].sort();
  const resampling = resample(tasks.length, {seed, resamples});
  return contrasts.map(({kind, execution, verbal}) => {
    const parts = partsOf({kind, execution, verbal});
    const compared = parts.map(({id}) => id);
    const absent = compared.find((id) => !cells.has(id));
    const difference: Figure =
      absent === undefined
        ? differenceOf(
            tasks.map((task) =>
              weighed(parts.map((part) => ({...part, outcome: cells.get(part.id)?.get(task)}))),
            ),
            parts.length,
            resampling,
          )
        : {value: null, n: 0, missing: 0, reason: `the run has no ${absent}`};
    return {kind, execution, verbal, compared, difference};
  });
}

/** What became of a wrong program in a scenario; `silence`: nothing was said of it. */
type Outcome = 'mended' | 'not mended' | 'missing' | 'silence';

/** By task id; a problem that was solved before has no outcome. */
function outcomes(problems: readonly ProblemVerdicts[]): Map<string, Outcome> {
  return new Map(
    problems.flatMap(({taskId, verdicts}): [string, Outcome][] => {
      const {origin, status} = verdicts[effectTurn] ?? {};
      if (origin === 'no-feedback') return [[taskId, 'silence']];
      if (!wasAsked(verdicts, effectTurn)) return [];
      if (status === 'missing') return [[taskId, 'missing']];
      return [[taskId, status === 'pass' ? 'mended' : 'not mended']];
    }),
  );
}

type Contrast = Pick<Effect, 'kind' | 'execution' | 'verbal'>;

const executions: readonly ExecutionScope[] = ['none', 'partial', 'full'];
const voices: readonly VerbalKind[] = ['none', 'novice', 'expert'];

const contrasts: readonly Contrast[] = [
  {kind: 'compilation', execution: 'none', verbal: 'none'},
  ...voices.flatMap((verbal) =>
    executions.slice(1).map((execution): Contrast => ({kind: 'execution', execution, verbal})),
  ),
  ...executions.flatMap((execution) =>
    voices.slice(1).map((verbal): Contrast => ({kind: 'verbal', execution, verbal})),
  ),
  ...executions
    .slice(1)
    .flatMap((execution) =>
      voices.slice(1).map((verbal): Contrast => ({kind: 'interaction', execution, verbal})),
    ),
];

/** A scenario with its sign in a sum, and whether its silence tells that nothing was mended. */
type WeighedCell = {id: ScenarioId; sign: number; isControl: boolean};

/** The scenarios that a contrast is made of, the one with the most feedback first. */
function partsOf({kind, execution, verbal}: Contrast): WeighedCell[] {
  const whole = partAt(execution, verbal, 1);
  if (kind === 'compilation') return whole;
  if (kind === 'execution') return [...whole, ...partAt('none', verbal, -1)];
  const withoutWords = partAt(execution, 'none', -1);
  if (kind === 'verbal') return [...whole, ...withoutWords];
  return [...whole, ...withoutWords, ...partAt('none', verbal, -1), ...partAt('none', 'none', 1)];
}

function partAt(execution: ExecutionScope, verbal: VerbalKind, sign: number): WeighedCell[] {
  return scenarios
    .filter((each) => each.execution === execution && each.verbal === verbal)
    .map(({id}) => ({id, sign, isControl: execution === 'none' && verbal !== 'expert'}));
}

/** What a problem adds to a contrast; `outside` where it was not asked in all that is compared. */
function weighed(parts: readonly (WeighedCell & {outcome: Outcome | undefined})[]): ProblemValue {
  const [most] = parts;
  const isOutside = parts.some(
    ({outcome, isControl}) => outcome === undefined || (outcome === 'silence' && !isControl),
  );
  if (isOutside || most?.outcome === 'silence') return 'outside';
  if (parts.some(({outcome}) => outcome === 'missing')) return 'missing';
  return parts.reduce((sum, {sign, outcome}) => sum + (outcome === 'mended' ? sign : 0), 0);
}

function differenceOf(
  values: readonly ProblemValue[],
  parts: number,
  resampling: Resampling,
): Figure {
  const interval: IntervalOf =
    parts === 1 ? shareInterval : (numbers) => meanInterval(numbers, resampling, rangeOf(parts));
  return figure(values, interval, 'no problem was asked in all scenarios compared');
}

/** A difference of two outcomes, or of two differences. */
function rangeOf(parts: number): ValueRange {
  return {lowest: -parts / 2, highest: parts / 2};
}
