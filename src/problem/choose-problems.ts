import {UsageError} from '../errors.js';
import type {Problem, Suite} from './problem.js';

/** Which of a suite's problems are meant. */
export type ProblemChoice = {
  /** The first so many; null: all. */
  limit: number | null;
  /**
   * Task ids, their last part (`3` for `Starter/3`), or ranges of last parts that are numbers, both
   * ends included (`0-39`); null: all.
   */
  tasks: readonly string[] | null;
};

/**
 * The chosen problems in the suite's order, each once.
 * @throws {UsageError} for a task or a range of which the suite has no problem, and for a range
 * that
 *   ends before it begins.
 */
export function chooseProblems(suite: Suite, {limit, tasks}: ProblemChoice): Problem[] {
  const chosen = tasks === null ? suite.problems : pickTasks(suite, tasks);
  return limit === null ? chosen : chosen.slice(0, limit);
}

function pickTasks({name, problems}: Suite, tasks: readonly string[]): Problem[] {
  const picked = new Set<Problem>();
  for (const task of tasks) {
    const named = problems.filter((problem) => isNamed(problem, task));
    const meant = named.length > 0 ? named : inRange(problems, task);
    if (meant.length === 0)
      throw new UsageError(`--tasks: ${task}: the suite ${name} has no such problem`);
    for (const problem of meant) picked.add(problem);
  }
  return problems.filter((problem) => picked.has(problem));
}

function isNamed({task_id}: Problem, task: string): boolean {
  return task_id === task || lastPart(task_id) === task;
}

/** The problems of a range; none where `task` is no range. @throws {UsageError} as above. */
function inRange(problems: readonly Problem[], task: string): Problem[] {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(task)?.map(Number) ?? [];
  if (from === undefined || to === undefined) return [];
  if (from > to)
    throw new UsageError(`--tasks: ${task}: ends before it begins; the lower number comes first`);
  return problems.filter(({task_id}) => {
    const part = lastPart(task_id);
    return /^\d+$/.test(part) && from <= Number(part) && Number(part) <= to;
  });
}

function lastPart(taskId: string): string {
  return taskId.slice(taskId.lastIndexOf('/') + 1);
}
