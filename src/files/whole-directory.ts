import {existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {UsageError} from '../errors.js';
import {makeFolders} from './make-directory.js';
import {hasCode} from './own-file.js';

/**
 * Makes a directory whole or not at all: `fill` writes into a neighbour, which takes the place of
 * `path` once it is done and is removed when it fails, with the folders above that were made for it
 * and hold nothing else by then. What a killed process left there is cleared
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
    rmSync(unfinished, {recursive: true, force: true});
    if (made !== undefined) removeEmpty(dirname(unfinished), made);
    throw error;
  }
}

/** Removes `folder` and those above it up to `topmost`, as far as nobody has put anything there. */
function removeEmpty(folder: string, topmost: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return;
    throw error;
  }
  if (folder !== topmost) removeEmpty(dirname(folder), topmost);
}

/** `made`: the topmost folder that had to be made for it; undefined where none had to be. */
function makeNeighbour(path: string): {unfinished: string; made: string | undefined} {
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  rmSync(unfinished, {recursive: true, force: true}); // of a link the link alone
  const made = makeFolders(dirname(unfinished));
  mkdirSync(unfinished);
  return {unfinished, made};
}
