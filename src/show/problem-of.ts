import {MissingRequirementError, UsageError} from '../errors.js';
import type {Problem} from '../problem/problem.js';
import {loadRecordedSuite} from '../problem/recorded-suite.js';

/** Where a suite is named: the directory of a run or log, and its manifest. */
type MadeOn = {directory: string; manifest: {suite: {name: string; sha256: string}}};

/**
 * The problem of that id in the suite that a run or log was made on, or why it cannot be had.
 * @param named name or file of the suite, where it cannot be found by the name in the manifest.
 * @throws {UsageError} where the suite named is not the one.
 */
export async function problemOf(
  taskId: string,
  {directory, manifest}: MadeOn,
  named: string | undefined,
): Promise<{problem: Problem} | {lacks: string}> {
  try {
    const suite = await loadRecordedSuite(directory, manifest.suite, named);
    const problem = suite.problems.find(({task_id}) => task_id === taskId);
    return problem ? {problem} : {lacks: `the problem: the suite ${suite.name} has no ${taskId}`};
  } catch (error) {
    const isAbsent = error instanceof UsageError || error instanceof MissingRequirementError;
    if (named !== undefined || !isAbsent) throw error;
    return {lacks: `the problem: ${error.message}`};
  }
}
