import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {UsageError} from '../errors.js';

/**
 * Makes a directory whole or not at all: `fill` writes into a neighbour, which takes the place of
 * `path` once it is done and is removed when it fails. What a killed process left there is cleared
 * away first.
 * @throws {UsageError} when there is something at `path` already; {unknown} whatever `fill` throws.
 */
export async function makeWholeDirectory<T>(
  path: string,
  fill: (directory: string) => Promise<T>,
): Promise<T> {
  if (existsSync(path) && !(statSync(path).isDirectory() && readdirSync(path).length === 0)) {
    throw new UsageError(
      `${path}: is there already and not empty; choose an empty or new directory`,
    );
  }
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  rmSync(unfinished, {recursive: true, force: true});
  const made = mkdirSync(unfinished, {recursive: true}) ?? unfinished;
  try {
    const result = await fill(unfinished);
    rmSync(path, {recursive: true, force: true});
    renameSync(unfinished, path);
    return result;
  } catch (error) {
    rmSync(made, {recursive: true, force: true});
    throw error;
  }
}

/**
 * Writes a file whole or not at all: `write` fills a neighbour, which is renamed to `path` once it
 * is done, or removed when writing fails. An earlier file at `path` stays until then.
 */
export async function writeWholeFile<T>(
  path: string,
  write: (file: FileHandle) => Promise<T>,
): Promise<T> {
  mkdirSync(dirname(path), {recursive: true});
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w');
  try {
    const result = await write(file).finally(() => file.close());
    renameSync(unfinished, path);
    return result;
  } catch (error) {
    rmSync(unfinished, {force: true});
    throw error;
  }
}

/** Appends `chunks` in order, a megabyte at a time, and syncs. */
export async function writeChunks(
  file: FileHandle,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  let pending: string[] = [];
  let length = 0;
  const flush = async () => {
    await file.writeFile(pending.join(''));
    pending = [];
    length = 0;
  };
  for await (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.length;
    if (length >= 1 << 20) await flush();
  }
  await flush();
  await file.sync();
}
