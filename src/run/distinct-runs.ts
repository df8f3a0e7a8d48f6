import {realpathSync} from 'node:fs';

/** The directories, each once, in their order, and those that were named again. */
export function distinctRuns(directories: readonly string[]): {runs: string[]; again: string[]} {
  const known = new Set<string>();
  const [runs, again]: [string[], string[]] = [[], []];
  for (const directory of directories) {
    const real = realOf(directory);
    (known.has(real) ? again : runs).push(directory);
    known.add(real);
  }
  return {runs, again};
}

/** By whichever name it was called; what is not there is refused by whoever reads it. */
function realOf(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
