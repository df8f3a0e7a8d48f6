import {closeSync, constants, fstatSync, lstatSync, openSync, readFileSync} from 'node:fs';
import {UsageError} from '../errors.js';
import {LARGEST_WHOLE, tooLarge} from './bounds.js';

const flagsFor = {
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
  replace: constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC,
  read: constants.O_RDONLY | constants.O_NONBLOCK,
};

/**
 * Opens a file that belongs to the program, in a directory that may come from a stranger: a link
 * that stands in its place would lead to a file of the user, so none is followed. `append` makes
 * the file where it is absent and may also read it; `create` fails with `EEXIST` where anything is.
 * @returns the descriptor.
 * @throws {UsageError} for a link, a second name, or what is no file.
 */
export function openOwnFile(path: string, purpose: keyof typeof flagsFor): number {
  const descriptor = openUnlinked(path, flagsFor[purpose]);
  const found = fstatSync(descriptor);
  if (found.isFile() && !(purpose === 'append' && found.nlink > 1)) return descriptor;
  closeSync(descriptor);
  throw new UsageError(
    found.isFile()
      ? `${path}: has another name as well (a hard link), which would be written to; put a copy here`
      : `${path}: is no file; remove it, or choose another directory`,
  );
}

/**
 * The text of such a file. @throws as `openOwnFile`, and `ENOENT` where there is none; a
 * {FileFormatError} for one too large to be held.
 */
export function readOwnFile(path: string): string {
  const descriptor = openOwnFile(path, 'read');
  try {
    if (fstatSync(descriptor).size > LARGEST_WHOLE) throw tooLarge(path, 'it', LARGEST_WHOLE);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * For what is read or entered by its path.
 * @throws {UsageError} where a link stands at `path`; nothing where there is nothing.
 */
export function refuseLink(path: string): void {
  if (lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink()) throw linkError(path);
}

function openUnlinked(path: string, flags: number): number {
  try {
    return openSync(path, flags | constants.O_NOFOLLOW, 0o666);
  } catch (cause) {
    if (hasCode(cause, 'ELOOP')) refuseLink(path);
    if (hasCode(cause, 'EISDIR')) throw folderError(path);
    throw cause;
  }
}

/** Where a file of ours would stand. */
export function folderError(path: string): UsageError {
  return new UsageError(`${path}: is a folder, where a file belongs; remove it, or choose another`);
}

function linkError(path: string): UsageError {
  return new UsageError(`${path}: is a link, and none is followed here; remove it`);
}

/** Whether an error is the system's, of one of these codes, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
