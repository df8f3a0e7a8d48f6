import {UsageError} from '../errors.js';
import type {Problem, Suite} from './problem.js';

/** Which of a suite's problems are meant. */
export type ProblemChoice = {
  /** The first so many; null: all. */
  limit: number | null;
  /** Task ids, or their last part (`3` for `Starter/3`); null: all. */
  tasks: readonly string[] | null;
};

/**
 * The chosen problems in the suite's order. @throws {UsageError} for a task that the suite does not
 * have.
 */
export function chooseProblems(suite: Suite, {limit, tasks}: ProblemChoice): Problem[] {
  const chosen = tasks === null ? suite.problems : pickTasks(suite, tasks);
  return limit === null ? chosen : chosen.slice(0, limit);
}

function pickTasks({name, problems}: Suite, tasks: readonly string[]): Problem[] {
  const isNamed = (problem: Problem, task: string) =>
    problem.task_id === task || problem.task_id.split('/').at(-1) === task;
  const unknown = tasks.find((task) => !problems.some((problem) => isNamed(problem, task)));
  if (unknown !== undefined)
    throw new UsageError(`--tasks: ${unknown}: the suite ${name} has no such problem`);
  return problems.filter((problem) => tasks.some((task) => isNamed(problem, task)));
}
