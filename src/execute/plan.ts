import {UsageError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {readSamples, type Sample} from '../interchange/samples/samples.js';
import type {JudgedSuite} from './judged-suite.js';

/** A sample as it is judged, and the size of its code: what it weighs while under way. */
export type CalledSample = {taskId: string; code: string; codeSha256: string; bytes: number};

/** What a file of samples holds, without their texts. */
export type SamplePlan = {
  /** Task id -> SHA-256 of the code to judge. */
  codes: ReadonlyMap<string, string>;
  badLines: number;
};

/**
 * Reads the file once, tells of each bad line, and keeps what the rest are.
 * @throws {UsageError} when no line is a sample of the suite.
 */
export async function planSamples(
  path: string,
  options: {suite: JudgedSuite; calibrated: boolean; onBadLine: (message: string) => void},
): Promise<SamplePlan> {
  const codes = new Map<string, string>();
  let badLines = 0;
  for await (const read of readSamples(path, taskIdsOf(options.suite))) {
    if ('error' in read) {
      badLines += 1;
      options.onBadLine(read.error.message);
    } else {
      codes.set(read.task_id, callSample(read, options).codeSha256);
    }
  }
  if (codes.size === 0)
    throw new UsageError(
      `${path}: none of its ${badLines} lines is a sample of ${options.suite.name}`,
    );
  return {codes, badLines};
}

/** Reads the file again: its samples, in its order. Bad lines were told of before. */
export async function* calledSamples(
  path: string,
  options: {suite: JudgedSuite; calibrated: boolean},
): AsyncGenerator<CalledSample> {
  for await (const read of readSamples(path, taskIdsOf(options.suite)))
    if (!('error' in read)) yield callSample(read, options);
}

function taskIdsOf(suite: JudgedSuite): ReadonlySet<string> {
  return new Set(suite.problems.keys());
}

/**
 * The solution as it is, or, calibrated, with the code prompt and an empty body in front, as
 * BigCodeBench does by default.
 */
function callSample(
  {task_id, solution}: Sample,
  {suite, calibrated}: {suite: JudgedSuite; calibrated: boolean},
): CalledSample {
  const code = calibrated ? (suite.problems.get(task_id)?.stub ?? '') + solution : solution;
  return {taskId: task_id, code, codeSha256: sha256(code), bytes: code.length};
}
