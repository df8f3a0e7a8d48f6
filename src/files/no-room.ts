import {MissingRequirementError} from '../errors.js';
import {hasCode} from './own-file.js';
import {retrying} from './retrying.js';

/** The disk (or a quota, or a limit on a file's size) has no room for what has to be kept. */
export class NoRoomError extends MissingRequirementError {
  override name = 'NoRoomError';
}

/** Whether writing failed for want of room. */
export function isNoRoom(error: unknown): boolean {
  return error instanceof NoRoomError || hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG');
}

const waitsMs = [200, 1000];

/**
 * Writes something that a full disk may refuse: tried twice more, since others may be making room.
 * @param what for the message, as in `no room on the disk for another verdict`.
 * @throws {NoRoomError} when there is no room then either.
 */
export async function withRoom(what: string, write: () => void): Promise<void> {
  try {
    await retrying(write, ({error, attempt}) =>
      isNoRoom(error) ? (waitsMs[attempt - 1] ?? null) : null,
    );
  } catch (cause) {
    if (!isNoRoom(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoRoomError(
      `no room on the disk for ${what} (${reason}); make room, then give the same command again to go on`,
      {cause},
    );
  }
}
