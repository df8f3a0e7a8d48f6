import {toJsonLine} from '../files/jsonl.js';
import {streamAtomically} from '../files/write.js';
import {type EvalResult, writeEvalResults} from '../interchange/samples/eval-results.js';
import type {ExecuteIdentity, ExecuteTotals} from './identity.js';
import {rowOf, type SampleRows, type StoredRow} from './rows.js';

/**
 * Where a batch writes: the verdicts, how they came about, flaky ones, and, until all is judged,
 * what is done so far.
 */
export function batchPaths(out: string) {
  return {
    out,
    manifest: `${out}.manifest.json`,
    flaky: `${out}.flaky.jsonl`,
    work: `${out}.work`,
    identity: `${out}.work/identity.json`,
    rows: `${out}.work/rows.jsonl`,
  };
}

/**
 * Writes the verdicts on `taskIds`, in that order, whole or not at all. BigCodeBench's shape has no
 * word for a missing verdict: there such a sample is left out.
 */
export async function writeVerdicts(
  path: string,
  {
    rows,
    taskIds,
    writtenAs,
  }: {rows: SampleRows; taskIds: readonly string[]; writtenAs: ExecuteIdentity['written_as']},
): Promise<void> {
  if (writtenAs === 'bigcodebench')
    return writeEvalResults(path, dateNow(), evalResults(rows, taskIds));
  await streamAtomically(path, verdictLines(rows, taskIds));
}

/**
 * Writes, in the same order, the samples whose runs did not all give one verdict, with the verdict
 * of each run.
 */
export async function writeFlaky(
  path: string,
  rows: SampleRows,
  taskIds: readonly string[],
): Promise<void> {
  await streamAtomically(path, flakyLines(rows, taskIds));
}

/** How many there are of each verdict among `taskIds`. */
export function countVerdicts(
  rows: SampleRows,
  taskIds: readonly string[],
  {badLines, repeat}: {badLines: number; repeat: number},
): ExecuteTotals {
  const statuses = {pass: 0, fail: 0, timeout: 0, error: 0, missing: 0};
  let [flaky, run_again] = [0, 0];
  for (const taskId of taskIds) {
    const key = rows.note(taskId);
    statuses[key?.status ?? 'missing'] += 1;
    if (key?.flaky) flaky += 1;
    if (key?.again) run_again += 1;
  }
  return {
    samples: taskIds.length,
    bad_lines: badLines,
    ...statuses,
    run_again,
    flaky: repeat > 1 ? flaky : null,
  };
}

function* verdictLines(rows: SampleRows, taskIds: readonly string[]): Generator<string> {
  for (const taskId of taskIds) {
    const {task_id, status, failures, code_sha256} = rowOf(rows, taskId);
    yield toJsonLine({task_id, status, failures, code_sha256});
  }
}

function* flakyLines(rows: SampleRows, taskIds: readonly string[]): Generator<string> {
  for (const taskId of taskIds) {
    if (!rows.note(taskId)?.flaky) continue;
    const {task_id, statuses, code_sha256} = rowOf(rows, taskId);
    yield toJsonLine({task_id, statuses, code_sha256});
  }
}

function* evalResults(rows: SampleRows, taskIds: readonly string[]): Generator<EvalResult> {
  for (const taskId of taskIds) {
    const {task_id, status, failures, code} = rowOf(rows, taskId);
    if (status !== 'missing') yield {task_id, solution: code, status, details: detailsOf(failures)};
  }
}

function detailsOf(failures: StoredRow['failures']): {[test: string]: string} {
  return Object.fromEntries(failures.map(({test, text}) => [test, text]));
}

/** As BigCodeBench writes it: `2024-09-10 12:00`, local time. */
function dateNow(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}`;
}
