import {type Comparison, compareRuns, type Flip} from '../../../compare/compare-runs.js';
import {UsageError} from '../../../errors.js';
import type {FigureCounting, OpenedRun} from './runs.js';
import type {PageComparison, PageFlip} from './summary.js';

type NamedOpenedRun = Pick<OpenedRun, 'stored' | 'unfinished'> & {name: string};

/** Where there are more runs, each is compared with the first alone. */
const fewRuns = 6;

/** The runs of a page by twos, compared or with the reason why not; `tasks`: its problems. */
export function pageComparisons(
  runs: readonly NamedOpenedRun[],
  tasks: readonly string[],
  counting: FigureCounting,
): PageComparison[] {
  const numbers = new Map(tasks.map((task, i) => [task, i]));
  const firsts = runs.length > fewRuns ? runs.slice(0, 1) : runs;
  return firsts.flatMap((one, a) =>
    runs.slice(a + 1).map((other, i): PageComparison => {
      const pair = {runs: [a, a + 1 + i]} as const;
      const compared = comparisonOf(one, other, counting);
      if ('refused' in compared) return {...pair, ...compared};
      const {problems, settings, scenarios, flips} = compared;
      return {...pair, problems, settings, scenarios, flips: flipsByProblem(flips, numbers)};
    }),
  );
}

function comparisonOf(
  a: NamedOpenedRun,
  b: NamedOpenedRun,
  counting: FigureCounting,
): Comparison | {refused: string} {
  const unfinished = [a, b].find((run) => run.unfinished !== null);
  if (unfinished) return {refused: `${unfinished.name} is not finished`};
  try {
    return compareRuns(named(a), named(b), counting);
  } catch (error) {
    if (error instanceof UsageError) return {refused: error.message};
    throw error;
  }
}

/** A page names runs by their models, and no directory. */
function named({stored, name}: NamedOpenedRun): OpenedRun['stored'] {
  return {...stored, label: name};
}

function flipsByProblem(flips: readonly Flip[], numbers: ReadonlyMap<string, number>): PageFlip[] {
  const found = new Map<number, PageFlip>();
  for (const {task_id, turns_only_a, turns_only_b} of flips) {
    const at = numbers.get(task_id);
    if (at === undefined) continue;
    const {only_a, only_b} = found.get(at) ?? {only_a: 0, only_b: 0};
    found.set(at, {
      at,
      only_a: only_a + turns_only_a.length,
      only_b: only_b + turns_only_b.length,
    });
  }
  return [...found.values()].sort((one, other) => one.at - other.at);
}
