import {existsSync, statSync} from 'node:fs';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {type BadLine, readJsonlLeniently} from '../../files/jsonl.js';

/** A line of BigCodeBench's samples; further fields are passed over. */
const sampleSchema = z.object({task_id: z.string().min(1), solution: z.string()});

/** `line`: of the file, from 1. */
export type Sample = z.infer<typeof sampleSchema> & {line: number};

/**
 * BigCodeBench samples (`{"task_id","solution"}`, JSONL, gzip too), in the file's order, one at a
 * time, so that memory does not grow with the file. Problems may be missing; those there are must
 * be the suite's, each once. A line that is not UTF-8, not JSON or of another type, or whose task
 * id is unknown or stands already, is yielded as its error (`path:line: field: …`), so that the
 * caller can stop at it or go on with the rest. A solution that no Python compiles (NUL bytes, lone
 * surrogates) is a sample like any other: judging says so.
 * @throws {UsageError} when there is no such file, or it can be read but once; {FileFormatError}
 * when it holds no line at all.
 */
export async function* readSamples(
  path: string,
  taskIds: ReadonlySet<string>,
): AsyncGenerator<Sample | BadLine> {
  const kind = existsSync(path) ? statSync(path) : undefined;
  if (kind?.isDirectory()) {
    throw new UsageError(
      `${path}: is a directory; samples are one JSONL file of {"task_id", "solution"}`,
    );
  }
  if (kind && !kind.isFile()) {
    throw new UsageError(
      `${path}: is a pipe or a device, and samples are read more than once; save them in a file`,
    );
  }
  const lineOf = new Map<string, number>();
  let lines = 0;
  for await (const read of readJsonlLeniently(path, sampleSchema)) {
    lines += 1;
    const error = 'error' in read ? read.error : taskError(path, read, {taskIds, lineOf});
    if (error) yield {line: read.line, error};
    if (error || 'error' in read) continue;
    lineOf.set(read.value.task_id, read.line);
    yield {...read.value, line: read.line};
  }
  if (lines === 0)
    throw new FileFormatError(`${path}: no sample in it; expected lines {"task_id", "solution"}`);
}

function taskError(
  path: string,
  {line, value}: {line: number; value: {task_id: string}},
  {taskIds, lineOf}: {taskIds: ReadonlySet<string>; lineOf: ReadonlyMap<string, number>},
): FileFormatError | undefined {
  const place = `${path}:${line}: task_id`;
  const id = JSON.stringify(value.task_id);
  const earlier = lineOf.get(value.task_id);
  if (earlier !== undefined)
    return new FileFormatError(`${place}: ${id} stands at line ${earlier} already (duplicate)`);
  if (taskIds.has(value.task_id)) return undefined;
  return new FileFormatError(
    `${place}: ${id} is not in the suite; choose the suite that the samples are for`,
  );
}
