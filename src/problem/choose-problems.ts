import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';
import {hardAmong} from './hard-subset.js';

/** Which of a suite's problems are meant. */
export type ProblemChoice = {
  /** The first so many; null: all. */
  limit: number | null;
  /**
   * Task ids, their last part (`3` for `Starter/3`), ranges of last parts that are numbers, both
   * ends included (`0-39`), or `hard`, BigCodeBench-Hard’s problems among the suite’s; null: all.
   */
  tasks: readonly string[] | null;
};

/** A suite, as far as choosing needs it. */
type Choosable<P> = {name: string; problems: readonly P[]};

/**
 * The chosen problems in the suite's order, each once.
 * @throws {UsageError} for a task or a range of which the suite has no problem, and for a range
 * that
 *   ends before it begins.
 */
export function chooseProblems<P extends {task_id: string}>(
  suite: Choosable<P>,
  {limit, tasks}: ProblemChoice,
): P[] {
  const chosen = tasks === null ? [...suite.problems] : pickTasks(suite, tasks);
  return limit === null ? chosen : chosen.slice(0, limit);
}

function pickTasks<P extends {task_id: string}>(
  {name, problems}: Choosable<P>,
  tasks: readonly string[],
): P[] {
  const picked = new Set<P>();
  for (const task of tasks) {
    const named = problems.filter((problem) => isNamed(problem, task));
    const meant = named.length > 0 ? named : meantBy(problems, task);
    if (meant.length === 0)
      throw new UsageError(`${option('tasks')}: ${task}: the suite ${name} has no such problem`);
    for (const problem of meant) picked.add(problem);
  }
  return problems.filter((problem) => picked.has(problem));
}

function isNamed({task_id}: {task_id: string}, task: string): boolean {
  return task_id === task || lastPart(task_id) === task;
}

function meantBy<P extends {task_id: string}>(problems: readonly P[], task: string): readonly P[] {
  return task.toLowerCase() === 'hard' ? hardAmong(problems) : inRange(problems, task);
}

/** The problems of a range; none where `task` is no range. @throws {UsageError} as above. */
function inRange<P extends {task_id: string}>(problems: readonly P[], task: string): P[] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(task)?.map(Number) ?? [];
  if (from === undefined || to === undefined) return [];
  if (from > to)
    throw new UsageError(
      `${option('tasks')}: ${task}: ends before it begins; the lower number comes first`,
    );
  const numbers = problems.map(numberOf).filter((number) => number !== null);
  const last = Math.max(0, ...numbers);
  if (to > last)
    throw new UsageError(
      `${option('tasks')}: ${task}: ends beyond the suite’s last problem, ${last}`,
    );
  return problems.filter((problem) => {
    const number = numberOf(problem);
    return number !== null && from <= number && number <= to;
  });
}

function numberOf({task_id}: {task_id: string}): number | null {
  const part = lastPart(task_id);
  return /^\d+$/.test(part) ? Number(part) : null;
}

function lastPart(taskId: string): string {
  return taskId.slice(taskId.lastIndexOf('/') + 1);
}
