import {UsageError} from '../errors.js';
import {counted} from '../options/counted.js';
import {option} from '../options/option-name.js';
import type {ScenarioId} from '../problem/scenario.js';
import type {RunDirectory} from './run-directory.js';
import {everBegun, type Selection} from './unfinished-plan.js';

/** What a command says of its selection; what is absent it left to mean all. */
export type ToldChoice = {
  scenarios?: readonly ScenarioId[] | undefined;
  tasks?: readonly string[] | undefined;
  limit?: number | undefined;
  /** Of a shard its problems do not tell what was named. */
  shard?: unknown;
};

/** Whether a command says which problems, or how many. */
export function namesProblems({tasks, limit}: Pick<ToldChoice, 'tasks' | 'limit'>): boolean {
  return tasks !== undefined || limit !== undefined;
}

/**
 * A run may grow, but not because a flag of the command that began it was forgotten.
 * @throws {UsageError} where `now` has problems or scenarios that no sitting of the run had, and
 * `told` names none.
 */
export async function refuseForgotten(
  run: Pick<RunDirectory, 'path' | 'places'>,
  now: Selection,
  told: ToldChoice,
): Promise<void> {
  const begun = await everBegun(run);
  if (begun === null) return;
  const remedy = (repeat: string) =>
    `repeat ${repeat} to go on, name more there to enlarge it, or choose another ${option('out')}`;
  const {tasks, scenarios, isWhole} = begun;
  // A whole run grows by problems that were left out until their library was installed.
  const mayBeForgotten = !namesProblems(told) && !isWhole;
  if (mayBeForgotten && !now.tasks.every((task) => tasks.has(task))) {
    const range = told.shard ? null : rangesOf([...tasks]);
    const repeat = range === null ? `its ${option('tasks')}` : `${option('tasks')} ${range}`;
    throw new UsageError(
      `${run.path}: this run was begun over ${counted(tasks.size, 'problem')}, this command names ${now.tasks.length}; ${remedy(`${repeat} or its ${option('limit')}`)}`,
    );
  }
  if (!told.scenarios && !now.scenarios.every((scenario) => scenarios.has(scenario))) {
    const names = [...scenarios].join(',');
    throw new UsageError(
      `${run.path}: this run was begun in ${counted(scenarios.size, 'scenario')}, this command names ${now.scenarios.length}; ${remedy(`${option('scenarios')} ${names}`)}`,
    );
  }
}

/** More would not be read. */
const longestRanges = 60;

/**
 * The numbers at the end of task ids, as they are named; null where there are other ids, or many.
 * @example rangesOf(['Starter/0', 'Starter/1', 'Starter/4']) // => '0-1,4'
 */
function rangesOf(tasks: readonly string[]): string | null {
  const numbers = tasks.map((task) => Number(/(?:^|\/)(\d+)$/.exec(task)?.[1] ?? Number.NaN));
  if (numbers.some(Number.isNaN)) return null;
  const spans: [from: number, to: number][] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else spans.push([number, number]);
  }
  const ranges = spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
  return ranges.length > longestRanges ? null : ranges;
}
