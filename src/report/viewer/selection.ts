import type {PageRun, PageTask} from '../html/page-summary.js';
import type {Route} from './route.js';

/** What of a run decides which problems are listed. */
type Gridded = Pick<PageRun, 'grid'>;

/** A task with its place in the page. */
export type ListedTask = PageTask & {at: number};

/** The problems that a route's filters leave, in its order. `runs`: those that are read. */
export function selectTasks(
  tasks: readonly PageTask[],
  runs: readonly Gridded[],
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
        isShown(task, runs, show),
    );
  return sorted(listed, runs, sort);
}

function isShown({at, leaked}: ListedTask, runs: readonly Gridded[], show: Route['show']): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'flipped':
      return differences(runs, at) > 0;
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
  return Object.entries(grid)
    .filter(([id]) => scenario === '' || id === scenario)
    .flatMap(([, byTask]) => {
      const letters = byTask?.[at] ?? '';
      return letters === '' ? [] : [letters];
    });
}

const passes = /[prs]/;

/** At how many places one of two runs passes and the other does not; 0 unless two are read. */
export function differences(runs: readonly Gridded[], at: number): number {
  const [first, second] = runs;
  if (!first || !second) return 0;
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

function sorted(listed: ListedTask[], runs: readonly Gridded[], sort: Route['sort']): ListedTask[] {
  if (sort === 'suite') return listed;
  const sign = sort === 'hardest' ? 1 : -1;
  const keys = new Map(
    listed.map(({at}) => [
      at,
      sort === 'differences' ? differences(runs, at) : passCount(runs, at),
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
