import {toJsonLine} from '../files/jsonl.js';
import {streamAtomically, writeJson} from '../files/write.js';
import {type EvalResult, writeEvalResults} from '../interchange/samples/eval-results.js';
import {officialName} from '../interchange/samples/samples.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {passAtK, reportedKs, type SampleCounts} from '../score/pass-at-k.js';
import {type Counting, countedRow, countedStatus} from './counting.js';
import type {ExecuteIdentity, ExecuteTotals} from './identity.js';
import type {SampleKey} from './plan.js';
import {rowKey, rowOf, type SampleRows, type StoredRow} from './rows.js';

/**
 * Where a batch writes: the verdicts, how they came about, pass@k under BigCodeBench’s name for it,
 * flaky ones, and, until all is judged, what is done so far.
 */
export function batchPaths(out: string) {
  return {
    out,
    manifest: `${out}.manifest.json`,
    passAtK: `${out.replace(/(_eval_results)?\.jsonl?$/, '')}_pass_at_k.json`,
    flaky: `${out}.flaky.jsonl`,
    work: `${out}.work`,
    identity: `${out}.work/identity.json`,
    rows: `${out}.work/rows.jsonl`,
  };
}

/**
 * Writes the verdicts on `keys`, in that order, whole or not at all. BigCodeBench's shape has no
 * word for a missing verdict: there such a sample is left out.
 * @param stubOf what ran before the samples of a problem, which that shape has in one text with
 * them.
 */
export async function writeVerdicts(
  path: string,
  {
    rows,
    keys,
    counting,
    writtenAs,
    stubOf,
  }: {
    rows: SampleRows;
    counting: Counting;
    keys: readonly SampleKey[];
    writtenAs: ExecuteIdentity['written_as'];
    stubOf: (taskId: string) => string;
  },
): Promise<void> {
  function* counted() {
    for (const key of keys) yield countedRow(rowOf(rows, key), counting);
  }
  const several = keys.some(({sample}) => sample > 0);
  if (writtenAs === 'bigcodebench')
    return writeEvalResults(path, dateNow(), evalResults(counted(), stubOf));
  await streamAtomically(path, verdictLines(counted(), several));
}

/**
 * Writes, in the same order, the samples whose runs did not all give one verdict, with the verdict
 * of each run.
 */
export async function writeFlaky(
  path: string,
  rows: SampleRows,
  keys: readonly SampleKey[],
): Promise<void> {
  await streamAtomically(path, flakyLines(rows, keys));
}

/** How many there are of each verdict among `keys`, and pass@k over their problems. */
export function countVerdicts(
  rows: SampleRows,
  keys: readonly SampleKey[],
  {badLines, repeat, counting}: {badLines: number; repeat: number; counting: Counting},
): ExecuteTotals {
  const statuses = {pass: 0, fail: 0, timeout: 0, error: 0, missing: 0};
  const passes = {separate: 0, shared: 0};
  let [flaky, run_again] = [0, 0];
  for (const key of keys) {
    const note = rows.note(rowKey(key));
    statuses[statusOf(note, key, counting)] += 1;
    if (note?.trust) passes[note.trust] += 1;
    if (note?.flaky) flaky += 1;
    if (note?.again) run_again += 1;
  }
  return {
    samples: keys.length,
    bad_lines: badLines,
    ...statuses,
    passes: {...passes, inseparable: [...counting.inseparable]},
    run_again,
    flaky: repeat > 1 ? flaky : null,
    ...problemTotals(
      keys.map((key) => ({
        taskId: key.taskId,
        status: statusOf(rows.note(rowKey(key)), key, counting),
      })),
    ),
  };
}

/**
 * A problem none of whose samples has a verdict is left out, and so are samples without one.
 * @param verdicts one for each sample.
 */
export function problemTotals(
  verdicts: Iterable<{taskId: string; status: VerdictRow['status']}>,
): Pick<ExecuteTotals, 'problems' | 'fewest_samples' | 'most_samples' | 'pass_at_k'> {
  const counts = new Map<string, SampleCounts>();
  for (const {taskId, status} of verdicts) {
    const {judged, passed} = counts.get(taskId) ?? {judged: 0, passed: 0};
    if (status === 'missing') continue;
    counts.set(taskId, {judged: judged + 1, passed: passed + (status === 'pass' ? 1 : 0)});
  }
  const problems = [...counts.values()];
  const sizes = problems.map(({judged}) => judged);
  const fewest = sizes.reduce((least, size) => Math.min(least, size), sizes[0] ?? 0);
  const most = sizes.reduce((largest, size) => Math.max(largest, size), 0);
  const pass_at_k = Object.fromEntries(
    reportedKs.filter((k) => k <= fewest).map((k) => [`pass@${k}`, passAtK(problems, k)]),
  );
  return {problems: problems.length, fewest_samples: fewest, most_samples: most, pass_at_k};
}

function statusOf(
  note: ReturnType<SampleRows['note']>,
  {taskId: task_id}: SampleKey,
  counting: Counting,
): StoredRow['status'] {
  return note ? countedStatus({...note, task_id}, counting) : 'missing';
}

/**
 * Writes pass@k as BigCodeBench’s `_pass_at_k.json` has it. `model` and `split` are null unless the
 * samples have an official name; the ground truth is not looked at here, so what the official
 * evaluator says of it is null.
 */
export function writePassAtK(
  path: string,
  {
    official: {model, split},
    suite,
    calibrated,
    totals,
  }: {official: OfficialName; suite: string; calibrated: boolean; totals: ExecuteTotals},
): void {
  writeJson(path, {
    ...totals.pass_at_k,
    model,
    split,
    subset: subsets[suite] ?? suite,
    calibrated,
    gt_pass_rate: null,
    failed_tasks: null,
    problems: totals.problems,
    fewest_samples: totals.fewest_samples,
    most_samples: totals.most_samples,
    missing: totals.missing,
  });
}

/** What the name of a file of samples says of them. */
export type OfficialName = {model: string | null; split: string | null};

export function officialNameOf(samples: string): OfficialName {
  return officialName(samples) ?? {model: null, split: null};
}

const subsets: {[suite: string]: string} = {bigcodebench: 'full', 'bigcodebench-hard': 'hard'};

/** `sample` is told only where some problem has several. */
function* verdictLines(rows: Iterable<StoredRow>, several: boolean): Generator<string> {
  for (const {task_id, sample, status, trust, failures, code_sha256} of rows)
    yield toJsonLine({task_id, ...(several && {sample}), status, trust, failures, code_sha256});
}

function* flakyLines(rows: SampleRows, keys: readonly SampleKey[]): Generator<string> {
  const several = keys.some(({sample}) => sample > 0);
  for (const key of keys) {
    if (!rows.note(rowKey(key))?.flaky) continue;
    const {task_id, sample, statuses, code_sha256} = rowOf(rows, key);
    yield toJsonLine({task_id, ...(several && {sample}), statuses, code_sha256});
  }
}

function* evalResults(
  rows: Iterable<StoredRow>,
  stubOf: (taskId: string) => string,
): Generator<EvalResult> {
  for (const {task_id, status, failures, code} of rows) {
    const solution = stubOf(task_id) + code;
    if (status !== 'missing') yield {task_id, solution, status, details: detailsOf(failures)};
  }
}

function detailsOf(failures: StoredRow['failures']): {[test: string]: string} {
  return Object.fromEntries(failures.map(({test, text}) => [test, text]));
}

/** As BigCodeBench writes it: `2024-09-10 12:00`, local time. */
export function dateNow(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}`;
}
