import {realpathSync} from 'node:fs';

/** Paths, each once, in their order, and those of what was named before. */
export function distinctPaths(given: readonly string[]): {paths: string[]; again: string[]} {
  const known = new Set<string>();
  const [paths, again]: [string[], string[]] = [[], []];
  for (const path of given) {
    const real = realOf(path);
    (known.has(real) ? again : paths).push(path);
    known.add(real);
  }
  return {paths, again};
}

/** By whichever name it was called; what is not there is refused by whoever reads it. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
