import {closestMatch} from 'leven';

/** At most a third of the letters may be wrong, and never more than three. */
const mostWrong = 3;

/**
 * What somebody may have meant who wrote `typed`: the name that begins as it does, else the one
 * that is closest; null where none is close.
 * @example suggest('scenario', ['scenarios', 'seed']) // => 'scenarios'
 */
export function suggest(typed: string, names: readonly string[]): string | null {
  const written = typed.toLowerCase();
  if (written.length < 2) return null;
  const longer = names.filter((name) => name.startsWith(written));
  if (longer.length === 1 && longer[0] !== undefined) return longer[0];
  const maxDistance = Math.min(mostWrong, Math.ceil(written.length / 3));
  return closestMatch(written, names, {maxDistance}) ?? null;
}
