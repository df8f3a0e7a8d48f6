import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';

/** A process that is told from a later one of the same number by when it began. */
export type SeenProcess = {pid: number; began: string};

/** A process and everything below it, as it stands now (Linux). */
export function treeOf(pid: number): SeenProcess[] {
  const all = processes();
  const below = (parent: number): SeenProcess[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return [...all.filter((each) => each.pid === pid), ...below(pid)].map(({pid, began}) => ({
    pid,
    began,
  }));
}

/** Those of `tree` that are still there after being given a minute to end. */
export async function survivors(tree: readonly SeenProcess[]): Promise<SeenProcess[]> {
  const isAlive = ({pid, began}: SeenProcess) =>
    processes().some((each) => each.pid === pid && each.began === began && each.state !== 'Z');
  for (let waits = 0; waits < 1_200 && tree.some(isAlive); waits += 1) await sleep(50);
  return tree.filter(isAlive);
}

function processes(): (SeenProcess & {parent: number; state: string})[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [state = '', parent, ...rest] = statOf(name);
      return parent === undefined
        ? []
        : [{pid: Number(name), state, parent: Number(parent), began: rest[17] ?? ''}];
    });
}

/**
 * What `/proc/PID/stat` says behind the name: state, parent, …, the 20th the start time. Nothing of
 * a process that is gone.
 */
function statOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}
