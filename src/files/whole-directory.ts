import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {UsageError} from '../errors.js';
import {makeFolders} from './make-directory.js';

/**
 * Makes a directory whole or not at all: `fill` writes into a neighbour, which takes the place of
 * `path` once it is done and is removed when it fails. What a killed process left there is cleared
 * away first.
 * @throws {UsageError} when there is something at `path` already; {unknown} whatever `fill` throws.
 */
export async function makeWholeDirectory<T>(
  path: string,
  fill: (directory: string) => Promise<T> | T,
): Promise<T> {
  if (existsSync(path) && !(statSync(path).isDirectory() && readdirSync(path).length === 0)) {
    throw new UsageError(
      `${path}: is there already and not empty; choose an empty or new directory`,
    );
  }
  const {unfinished, made} = makeNeighbour(resolve(path));
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

/** `made`: the topmost directory that had to be made for it. */
function makeNeighbour(path: string): {unfinished: string; made: string} {
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  rmSync(unfinished, {recursive: true, force: true}); // of a link the link alone
  const made = makeFolders(dirname(unfinished)) ?? unfinished;
  mkdirSync(unfinished);
  return {unfinished, made};
}
