import {readRun} from '../run/read-run.js';
import type {Convention} from './convention.js';
import {type ScoredRun, scoreStoredRun, scoreWherePassing} from './score-stored-run.js';

/**
 * Runs with their figures over all problems, and, of those where that differs, over the problems
 * whose ground truth passes.
 */
export type RunsReport = {convention: Convention; runs: ScoredRun[]; wherePassing: ScoredRun[]};

/**
 * Reads finished runs from their directories and scores them, in the order given.
 * @throws {UsageError} for a directory that is no finished run; {FileFormatError} for a damaged one.
 */
export async function readReport(
  directories: readonly string[],
  convention: Convention = 'credited',
): Promise<RunsReport> {
  const stored = await Promise.all(directories.map(readRun));
  return {
    convention,
    runs: stored.map((run) => scoreStoredRun(run, convention)),
    wherePassing: stored
      .map((run) => scoreWherePassing(run, convention))
      .filter((run) => run !== null),
  };
}
