import {existsSync, mkdirSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {UsageError} from '../errors.js';
import {option} from '../options/option-name.js';
import {hasCode, refuseLink} from './own-file.js';

/**
 * Makes the directory that `--out` names, and those above it; nothing if it is there. @throws
 * {UsageError} where that cannot be.
 */
export function makeDirectory(path: string): void {
  try {
    makeFolders(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path}: cannot be made (${reason}); choose another ${option('out')}`, {
      cause,
    });
  }
}

/**
 * Makes a directory inside one that may come from a stranger. @throws {UsageError} as
 * `makeDirectory`, and where a link stands in its place.
 */
export function makeOwnDirectory(path: string): void {
  refuseLink(path);
  makeDirectory(path);
}

/**
 * Makes a directory and those above it. Node's own recursive way never ends in a file system that
 * makes no directories, such as /proc.
 * @returns the topmost one that was made; undefined where none had to be.
 */
export function makeFolders(path: string): string | undefined {
  const absolute = resolve(path);
  if (existsSync(absolute)) {
    mkdirSync(absolute, {recursive: true}); // complains of a file
    return undefined;
  }
  const parent = dirname(absolute);
  const above = existsSync(parent) ? undefined : makeFolders(parent);
  try {
    mkdirSync(absolute);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error; // another process was faster
  }
  return above ?? absolute;
}
