import {readFileSync} from 'node:fs';
import {z} from 'zod';
import {FileFormatError} from '../../errors.js';
import {findDuplicateKey} from '../../files/duplicate-key.js';
import {readJson} from '../../files/json.js';
import {streamAtomically} from '../../files/write.js';
import {statusSchema} from '../../log/log-line.js';
import type {VerdictRow} from '../../run/verdict-row.js';

/** A verdict that there is; what is missing has no place in BigCodeBench's files. */
type EvalStatus = Exclude<VerdictRow['status'], 'missing'>;

/**
 * One judged sample. `details`: text by failing test, `ALL` for what belongs to no single one.
 * `unknown` can be written where a file must name a problem that nobody judged, and is refused when
 * read.
 */
export type EvalResult = {
  task_id: string;
  solution: string;
  status: EvalStatus | 'unknown';
  details: {[test: string]: string};
};

/** One file: each problem's only result, in the file's order. */
export type EvalResults = Map<string, {solution: string; status: EvalStatus; failures: string[]}>;

/**
 * Reads `_eval_results.json` of BigCodeBench
 * (`{"date","eval":{task_id:[{"task_id","solution","status","details"}]}}`).
 * @throws {FileFormatError} `path: eval.TASK.0.field: …` for another shape, a status that we do not
 * know, several samples of a problem, a problem that stands twice, or none at all.
 */
export function readEvalResults(path: string): EvalResults {
  const {eval: byTask} = readJson(path, evalFileSchema);
  const twice = findDuplicateKey(readFileSync(path, 'utf8'));
  if (twice !== null) throw new FileFormatError(`${path}: ${twice}: stands twice`);
  const results: EvalResults = new Map();
  for (const [taskId, entries] of Object.entries(byTask)) {
    const [entry, ...more] = entries;
    if (!entry || more.length > 0) {
      throw new FileFormatError(
        `${path}: eval.${taskId}: ${entries.length} samples, expected exactly 1`,
      );
    }
    if (entry.task_id !== taskId) {
      throw new FileFormatError(
        `${path}: eval.${taskId}.0.task_id: ${entry.task_id}, expected ${taskId}`,
      );
    }
    results.set(taskId, {
      solution: entry.solution,
      status: entry.status,
      failures: failingTests(entry.details),
    });
  }
  if (results.size === 0) throw new FileFormatError(`${path}: eval: holds no problem`);
  return results;
}

/**
 * Writes results in that shape, in their order, one at a time, those of a problem one behind the
 * other; the file appears whole or not at all. BigCodeBench has no word for a process that ended
 * without a report and calls it `timeout` (`bigcodebench/eval`, `untrusted_check`), so `error` is
 * written as that.
 * @param date as BigCodeBench writes it, `2024-09-10 12:00`.
 */
export async function writeEvalResults(
  path: string,
  date: string,
  results: AsyncIterable<EvalResult> | Iterable<EvalResult>,
): Promise<void> {
  await streamAtomically(path, evalFileChunks(date, results));
}

const entrySchema = z.object({
  task_id: z.string(),
  solution: z.string(),
  status: statusSchema.exclude(['missing']),
  details: z.unknown(),
});

export const evalFileSchema = z.object({eval: z.record(z.string(), z.array(entrySchema))});

const detailsSchema = z.record(z.string(), z.unknown());

/** Some versions write no details, or a list, for a pass. */
function failingTests(details: unknown): string[] {
  const read = detailsSchema.safeParse(details);
  return read.success ? Object.keys(read.data) : [];
}

async function* evalFileChunks(
  date: string,
  results: AsyncIterable<EvalResult> | Iterable<EvalResult>,
): AsyncGenerator<string> {
  yield `{"date": ${JSON.stringify(date)}, "eval": {`;
  let open: string | null = null;
  for await (const {task_id, solution, status, details} of results) {
    const entry = {task_id, solution, status: status === 'error' ? 'timeout' : status, details};
    if (task_id === open) yield ', ';
    else yield `${open === null ? '' : '], '}${JSON.stringify(task_id)}: [`;
    yield JSON.stringify(entry);
    open = task_id;
  }
  yield open === null ? '}}\n' : ']}}\n';
}
