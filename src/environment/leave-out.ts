import {counted} from '../options/counted.js';
import {chooseProblems, type ProblemChoice} from '../problem/choose-problems.js';
import type {Problem, Suite} from '../problem/problem.js';
import {missingModules, modulesNeeded} from './missing-modules.js';

/**
 * The problems that this Python can judge, and how many cannot be for want of a library, by reason.
 */
export type Runnable = {problems: Problem[]; leftOut: Record<string, number>};

/**
 * The problems of a run: those chosen, without those that its Python cannot judge. `python` null:
 * its judge has all libraries.
 */
export async function chooseRunnable(
  suite: Suite,
  choice: ProblemChoice,
  python: string | null,
  onNotice?: (notice: string) => void,
): Promise<Runnable> {
  const problems = chooseProblems(suite, choice);
  return python === null
    ? {problems, leftOut: {}}
    : leaveOutUnrunnable(problems, suite, python, onNotice);
}

/**
 * Leaves out problems whose libraries are absent: a verdict on them would be about this machine,
 * not about the model.
 */
async function leaveOutUnrunnable(
  problems: readonly Problem[],
  suite: Suite,
  python: string,
  onNotice: (notice: string) => void = () => {},
): Promise<Runnable> {
  if (suite.standardLibraryOnly) return {problems: [...problems], leftOut: {}};
  const needed = new Map(problems.map((problem) => [problem.task_id, modulesNeeded(problem)]));
  const absent = new Set(
    await missingModules(python, [...new Set([...needed.values()].flat())].sort()),
  );
  const leftOut: Record<string, number> = {};
  const runnable = problems.filter(({task_id}) => {
    const lacking = needed.get(task_id)?.find((module) => absent.has(module));
    if (lacking === undefined) return true;
    const reason = `no module ${lacking}`;
    leftOut[reason] = (leftOut[reason] ?? 0) + 1;
    return false;
  });
  const count = problems.length - runnable.length;
  if (count > 0) {
    const reasons = Object.entries(leftOut).map(([reason, n]) => `${reason}: ${n}`);
    onNotice(
      `left out: ${count} of ${counted(problems.length, 'problem')}, whose libraries this Python lacks (${reasons.join(', ')})`,
    );
  }
  return {problems: runnable, leftOut};
}
