import {closestMatch} from 'leven';

/** At most a third of the letters may be wrong, and never more than three. */
const mostWrong = 3;

/**
 * What somebody may have meant who wrote `typed`: the name that begins as it does, else the one
 * with two neighbours the other way round, else the one that is closest; null where none is close.
 * @example suggest('scenario', ['scenarios', 'seed']) // => 'scenarios'
 */
export function suggest(typed: string, names: readonly string[]): string | null {
  const written = typed.toLowerCase();
  if (written.length < 2) return null;
  const longer = names.filter((name) => name.startsWith(written));
  if (longer.length === 1 && longer[0] !== undefined) return longer[0];
  const swapped = names.find((name) => isSwapped(written, name.toLowerCase()));
  if (swapped !== undefined) return swapped;
  const maxDistance = Math.min(mostWrong, Math.ceil(written.length / 3));
  return closestMatch(written, names, {maxDistance}) ?? null;
}

/** What mends a name that there is none of: the one that was meant, perhaps, or all there are. */
export function nameInstead(typed: string, names: readonly string[]): string {
  const meant = suggest(typed, names);
  return meant === null ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
}

/** Two neighbours that changed places are one slip, and two letters to a measure of distance. */
function isSwapped(written: string, name: string): boolean {
  const at = [...written].findIndex((letter, i) => letter !== name[i]);
  if (at === -1 || written.length !== name.length) return false;
  return name === `${written.slice(0, at)}${written[at + 1]}${written[at]}${written.slice(at + 2)}`;
}
