import {lstatSync, readlinkSync, realpathSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {isIn} from './visible.js';

/** The Python as a job finds it: its path, and the links on its way that the seal would hide. */
export type PythonPlace = {path: string; links: [path: string, target: string][]};

/**
 * How to start a Python where only `shown` folders can be seen. A link to it that lies elsewhere
 * (`~/bin/python`) is followed; one that a virtual environment rests on is made again.
 */
export function placePython(python: string, shown: readonly string[]): PythonPlace {
  const path = firstShown(python, shown);
  return {path, links: hiddenLinks(path, shown)};
}

function firstShown(python: string, shown: readonly string[]): string {
  let path = python;
  while (!isIn(shown, path)) {
    const target = targetOf(path);
    if (target === undefined) return python; // no link leads to what is shown
    path = target;
  }
  return path;
}

/** At most one: what is made again leads to the real file at once. */
function hiddenLinks(python: string, shown: readonly string[]): PythonPlace['links'] {
  for (let path = targetOf(python); path !== undefined; path = targetOf(path)) {
    if (!isIn(shown, path)) return [[path, realpathSync(path)]];
  }
  return [];
}

/** Undefined for what is no link. */
function targetOf(path: string): string | undefined {
  return lstatSync(path, {throwIfNoEntry: false})?.isSymbolicLink()
    ? resolve(dirname(path), readlinkSync(path))
    : undefined;
}
