import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {LONGEST_LINE, refuseLarge} from '../../files/bounds.js';
import {decodeUtf8, readJsonlLeniently} from '../../files/jsonl.js';

/** A line of BigCodeBench's samples; further fields are passed over. */
export const sampleSchema = z
  .object({
    task_id: z.string().min(1),
    solution: z.string().optional(),
    completion: z.string().optional(),
  })
  .superRefine(({solution, completion}, {addIssue}) => {
    if (solution === undefined && completion === undefined)
      addIssue({
        code: 'custom',
        path: ['solution'],
        message: 'absent, and no completion either; a sample has one of the two',
      });
    if (solution !== undefined && completion !== undefined)
      addIssue({
        code: 'custom',
        path: ['completion'],
        message: 'stands beside solution; a sample has one of the two',
      });
  });

/**
 * `kind`: whether `code` is the whole program, or what comes behind the problem’s complete prompt.
 * `place`: where it stands, `path:line` or the path of its file.
 */
export type Sample = {
  task_id: string;
  kind: 'solution' | 'completion';
  code: string;
  place: string;
};

/** What was found at a place that is no sample of the suite. */
export type BadSample = {error: FileFormatError};

/**
 * BigCodeBench samples, one at a time, so that memory does not grow with them: JSONL (gzip too) of
 * `{"task_id","solution"}` or `{"task_id","completion"}`, in the file’s order, or a folder that has
 * a folder for each problem (`BigCodeBench_0/0.py`), by name. Problems may be missing or stand more
 * than once. What is not UTF-8, not JSON or of another type, or of no problem of the suite, is
 * yielded as its error (`path:line: field: …`), so that the caller can stop at it or go on with the
 * rest. Code that no Python compiles (NUL bytes, lone surrogates) is a sample like any other:
 * judging says so.
 * @throws {UsageError} when there is no such file, or it can be read but once; {FileFormatError}
 * when it holds no sample at all.
 */
export async function* readSamples(
  path: string,
  taskIds: ReadonlySet<string>,
): AsyncGenerator<Sample | BadSample> {
  const kind = existsSync(path) ? statSync(path) : undefined;
  if (kind?.isDirectory()) {
    yield* readFolder(path, taskIds);
    return;
  }
  if (kind && !kind.isFile()) {
    throw new UsageError(
      `${path}: is a pipe or a device, and samples are read more than once; save them in a file`,
    );
  }
  let lines = 0;
  for await (const read of readJsonlLeniently(path, sampleSchema)) {
    lines += 1;
    if ('error' in read) {
      yield {error: read.error};
      continue;
    }
    const {task_id, solution, completion} = read.value;
    const place = `${path}:${read.line}`;
    if (!taskIds.has(task_id)) yield {error: notOfSuite(`${place}: task_id`, task_id)};
    else if (completion === undefined)
      yield {task_id, kind: 'solution', code: solution ?? '', place};
    else yield {task_id, kind: 'completion', code: completion, place};
  }
  if (lines === 0)
    throw new FileFormatError(`${path}: no sample in it; expected lines {"task_id", "solution"}`);
}

/** Whether a file of that name is one whose solutions BigCodeBench’s evaluator calibrates. */
export function isNamedCalibrated(path: string): boolean {
  return /sanitized[-_]calibrated/.test(basename(path));
}

/** What an official name tells (`MODEL--bigcodebench-SPLIT--…`); null where it is another name. */
export function officialName(path: string): {model: string; split: string} | null {
  const found = /^(.+)--bigcodebench-(?:hard-)?(instruct|complete)\b/.exec(basename(path));
  return found?.[1] && found[2] ? {model: found[1], split: found[2]} : null;
}

function* readFolder(path: string, taskIds: ReadonlySet<string>): Generator<Sample | BadSample> {
  const taskOf = new Map([...taskIds].map((taskId) => [taskId.replaceAll('/', '_'), taskId]));
  let files = 0;
  for (const folder of sorted(readdirSync(path))) {
    if (!statSync(join(path, folder)).isDirectory()) continue;
    const taskId = taskOf.get(folder);
    for (const name of sorted(readdirSync(join(path, folder)))) {
      const place = join(path, folder, name);
      if (!name.endsWith('.py') || !statSync(place).isFile()) continue;
      files += 1;
      refuseLarge(place, LONGEST_LINE);
      const code = decodeUtf8(readFileSync(place));
      if (taskId === undefined) yield {error: notOfSuite(place, folder)};
      else if (code === undefined) yield {error: new FileFormatError(`${place}: not UTF-8`)};
      else yield {task_id: taskId, kind: 'solution', code, place};
    }
  }
  if (files === 0)
    throw new FileFormatError(
      `${path}: is a folder without samples; expected files like BigCodeBench_0/0.py in it, or name a JSONL file of {"task_id", "solution"}`,
    );
}

const byNumbers = new Intl.Collator('en', {numeric: true});

function sorted(names: readonly string[]): string[] {
  return names.toSorted(byNumbers.compare);
}

function notOfSuite(place: string, taskId: string): FileFormatError {
  return new FileFormatError(
    `${place}: ${JSON.stringify(taskId)} is not in the suite; choose the suite that the samples are for`,
  );
}
