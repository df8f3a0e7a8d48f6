import type {PageComparison, PageRun, PageTask} from '../html/page/summary.js';
import {comparisonOf} from './compared-pair.js';
import type {Route} from './route.js';

/** What of a run decides which problems are listed. */
type Gridded = Pick<PageRun, 'grid'>;

/** A task with its place in the page. */
export type ListedTask = PageTask & {at: number};

/** The runs that are read, one or two, and at how many places they differ in a problem. */
export type ReadRuns = {runs: readonly Gridded[]; differing: ReadonlyMap<number, number>};

/** The problems that a route's filters leave, in its order. */
export function selectTasks(
  tasks: readonly PageTask[],
  reading: ReadRuns,
  {show, library, words, sort}: Pick<Route, 'show' | 'library' | 'words' | 'sort'>,
): ListedTask[] {
  const wanted = words.trim().toLowerCase();
  const listed = tasks
    .map((task, at): ListedTask => ({...task, at}))
    .filter(
      (task) =>
        (library === '' || task.libraries.includes(library)) &&
        (wanted === '' ||
          `${task.task_id} ${task.libraries.join(' ')}`.toLowerCase().includes(wanted)) &&
        isShown(task, reading, show),
    );
  return sorted(listed, reading, sort);
}

function isShown(
  {at, leaked}: ListedTask,
  {runs, differing}: ReadRuns,
  show: Route['show'],
): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'flipped':
      return differing.has(at);
    case 'failing':
      return runs.some((run) => isNeverSolved(lettersAt(run, at)));
    case 'leaked':
      return leaked.length > 0;
    case 'missing':
      return runs.some((run) => lettersAt(run, at).some((turns) => turns.includes('m')));
  }
}

/** Turn 0 alone is among the letters, which a later turn may still have solved. */
function isNeverSolved(letters: readonly string[]): boolean {
  return letters.length > 0 && letters.every((turns) => !passes.test(turns));
}

/** The eleven letters of a problem, scenario by scenario; only those that the run has. */
export function lettersAt({grid}: Gridded, at: number, scenario = ''): string[] {
  const found: string[] = [];
  for (const [id, byTask] of Object.entries(grid)) {
    const letters = scenario === '' || id === scenario ? byTask?.[at] : undefined;
    if (letters) found.push(letters);
  }
  return found;
}

const passes = /[prs]/;

/**
 * Problems in which two runs differ, by their numbers, and at how many places: where the page
 * compares the runs, as it does; else where one passes and the other does not.
 */
export function differingProblems(
  runs: readonly Gridded[],
  numbers: readonly number[],
  comparisons: readonly PageComparison[],
): Map<number, number> {
  const [a, b] = numbers;
  const [first, second] = numbers.map((number) => runs[number]);
  if (a === undefined || b === undefined || !first || !second) return new Map();
  const compared = comparisonOf(comparisons, a, b);
  if ('flips' in compared)
    return new Map(compared.flips.map(({at, only_a, only_b}) => [at, only_a + only_b]));
  const problems = Math.max(0, ...Object.values(first.grid).map((byTask) => byTask?.length ?? 0));
  const found = new Map<number, number>();
  for (let at = 0; at < problems; at += 1) {
    const places = differences(first, second, at);
    if (places > 0) found.set(at, places);
  }
  return found;
}

function differences(first: Gridded, second: Gridded, at: number): number {
  let found = 0;
  for (const [scenario, byTask] of Object.entries(first.grid)) {
    const other = Object.entries(second.grid).find(([id]) => id === scenario)?.[1]?.[at] ?? '';
    const own = byTask?.[at] ?? '';
    if (other === '' || own === '') continue;
    const from = scenario === 'NONE' ? 0 : 1;
    for (let turn = from; turn < own.length; turn += 1) {
      const pair = [own[turn] ?? '-', other[turn] ?? '-'];
      if (pair.some((letter) => letter === 'm' || letter === '-')) continue;
      const [a, b] = pair.map((letter) => passes.test(letter));
      if (a !== b) found += 1;
    }
  }
  return found;
}

function sorted(
  listed: ListedTask[],
  {runs, differing}: ReadRuns,
  sort: Route['sort'],
): ListedTask[] {
  if (sort === 'suite') return listed;
  const sign = sort === 'hardest' ? 1 : -1;
  const keys = new Map(
    listed.map(({at}) => [
      at,
      sort === 'differences' ? (differing.get(at) ?? 0) : passCount(runs, at),
    ]),
  );
  return listed.toSorted(
    (a, b) => sign * ((keys.get(a.at) ?? 0) - (keys.get(b.at) ?? 0)) || a.at - b.at,
  );
}

/** Places of a problem that count as passed, in all scenarios of all runs that are read. */
function passCount(runs: readonly Gridded[], at: number): number {
  return runs
    .flatMap((run) => lettersAt(run, at))
    .reduce((sum, letters) => sum + (letters.match(/[prs]/g)?.length ?? 0), 0);
}
