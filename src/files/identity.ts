import {UsageError} from '../errors.js';
import {canonicalJson} from './canonical-hash.js';

/** What kept work is: fixed when it is begun. Field name -> a value that JSON can hold. */
export type Identity = {readonly [field: string]: unknown};

/**
 * Holds kept work to what is asked for now, before it is gone on with.
 * @param path of the file that `before` was read from.
 * @param kept what has the fields, as the message names it: `this run has`.
 * @throws {UsageError} naming the first field of `now` that `before` has otherwise, both values and
 * the remedy.
 */
export function requireSameIdentity(
  path: string,
  kept: string,
  {before, now, remedy}: {before: Identity; now: Identity; remedy: string},
): void {
  const other = firstDifference(before, now);
  if (other === null) return;
  throw new UsageError(
    `${path}: ${other.field}: ${kept} ${other.before}, asked for now is ${other.now}; ${remedy}`,
  );
}

/** The first field of `now` that `before` has otherwise, and both values as JSON. */
export function firstDifference(
  before: Identity,
  now: Identity,
): {field: string; before: string; now: string} | null {
  const text = (identity: Identity, field: string) => canonicalJson(identity[field] ?? null);
  const field = Object.keys(now).find((name) => text(before, name) !== text(now, name));
  return field === undefined ? null : {field, before: text(before, field), now: text(now, field)};
}
