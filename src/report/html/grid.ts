import {lastTurn, turnZeroScenario} from '../../problem/scenario.js';
import type {VerdictRow} from '../../run/verdict-row.js';

/**
 * What stands at a place, as one letter: an answer that passed or did not (`p`, `f`, `t` for
 * timeout, `e` for error), nobody asked because the reference had passed (`r`), the model had
 * (`s`) or nothing was said (`n`), a pass that is counted as a fail and what hangs on it (`u`), no
 * verdict (`m`), no such place (`-`).
 */
export type GridLetter = 'p' | 'f' | 't' | 'e' | 'r' | 's' | 'n' | 'u' | 'm' | '-';

/**
 * By scenario, a text of eleven letters (turns 0 to 10) for each task of the page, in its order;
 * `''` where the run does not have the task in that scenario.
 */
export type Grid = Partial<Record<VerdictRow['scenario'], string[]>>;

/**
 * The grid of a run's rows over `tasks`. Turn 0 is shown in every scenario, as it is shared.
 * @param discounted those that passed and are counted as fails.
 */
export function gridOf(
  rows: Iterable<VerdictRow>,
  tasks: readonly string[],
  discounted: ReadonlySet<VerdictRow> = new Set(),
): Grid {
  const at = new Map(tasks.map((task, i) => [task, i]));
  const letters = new Map<VerdictRow['scenario'], GridLetter[][]>();
  for (const row of rows) {
    const i = at.get(row.task_id);
    if (i === undefined) continue;
    const byTask = letters.get(row.scenario) ?? [];
    letters.set(row.scenario, byTask);
    const turns = byTask[i] ?? Array.from({length: lastTurn + 1}, (): GridLetter => '-');
    byTask[i] = turns;
    turns[row.turn] = discounted.has(row) ? 'u' : letterOf(row);
  }
  const first = letters.get(turnZeroScenario);
  return Object.fromEntries(
    Array.from(letters, ([scenario, byTask]) => [
      scenario,
      tasks.map((_, i) => {
        const turns = byTask[i];
        if (turns === undefined) return '';
        return [first?.[i]?.[0] ?? '-', ...turns.slice(1)].join('');
      }),
    ]),
  );
}

function letterOf({origin, status}: VerdictRow): GridLetter {
  switch (origin) {
    case 'reference-solved':
      return 'r';
    case 'solved':
      return 's';
    case 'no-feedback':
      return 'n';
    case 'missing':
      return 'm';
    case 'answered':
      return letterOfStatus[status];
  }
}

const letterOfStatus = {pass: 'p', fail: 'f', timeout: 't', error: 'e', missing: 'm'} as const;
