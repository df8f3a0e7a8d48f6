import type {PairedFigure} from '../../compare/compare-runs.js';
import type {PageComparison} from '../html/page/summary.js';

/** What the page knows of two runs, problem by problem. */
export type ComparedPair = Omit<Extract<PageComparison, {flips: unknown}>, 'runs'>;

/** Two runs of the page compared, in either order, or why they are not. */
export function comparisonOf(
  comparisons: readonly PageComparison[],
  a: number,
  b: number,
): ComparedPair | {refused: string} {
  if (a === b) return {refused: 'they are one run'};
  const [first, second] = a < b ? [a, b] : [b, a];
  const found = comparisons.find(({runs}) => runs[0] === first && runs[1] === second);
  if (found === undefined)
    return {refused: 'this page has too many runs for that; convcodebench compare A B does it'};
  if ('refused' in found) return {refused: found.refused};
  return a < b ? found : turned(found);
}

/** The same with A and B in each other's place. */
function turned({problems, settings, scenarios, flips}: ComparedPair): ComparedPair {
  return {
    problems,
    settings: settings.map(({field, a, b}) => ({field, a: b, b: a})),
    scenarios: scenarios.map(({scenario, figures}) => ({
      scenario,
      figures: figures.map(turnedFigure),
    })),
    flips: flips.map(({at, only_a, only_b}) => ({at, only_a: only_b, only_b: only_a})),
  };
}

function turnedFigure({a, b, difference, low, high, only_a, only_b, ...same}: PairedFigure) {
  const negative = (value: number | null) => (value === null ? null : 0 - value);
  return {
    ...same,
    ...{a: b, b: a, difference: negative(difference), low: negative(high), high: negative(low)},
    ...{only_a: only_b, only_b: only_a},
  };
}
