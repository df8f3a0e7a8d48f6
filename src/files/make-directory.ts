import {mkdirSync} from 'node:fs';
import {UsageError} from '../errors.js';

/**
 * Makes the directory that `--out` names, and those above it; nothing if it is there. @throws
 * {UsageError} where that cannot be.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, {recursive: true});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path}: cannot be made (${reason}); choose another --out`, {cause});
  }
}
