/** Letters of a name that are shown: nobody reads more, and a file may hold a million. */
const mostInName = 200;

/** A name as long as anybody reads. @example shortName('simulated:careful') // => the same */
export function shortName(name: string): string {
  return name.length > mostInName ? `${name.slice(0, mostInName)}…` : name;
}
