import {closeSync, fstatSync, readSync} from 'node:fs';
import {openOwnFile} from '../files/own-file.js';

/** How many lines a file has. */
export type LineCounter = (path: string) => number;

/**
 * A counter that reads a file again only when its size or time has changed: an index asks every two
 * seconds, and the rows of a finished run are megabytes that stay as they are.
 * @returns a function that throws a {UsageError} for a link or what is no file, and as the system
 *   does where there is none.
 */
export function createLineCounter(): LineCounter {
  const known = new Map<string, {state: string; lines: number}>();
  return (path) => {
    const file = openOwnFile(path, 'read');
    try {
      const {ino, size, mtimeMs} = fstatSync(file);
      const state = `${ino} ${size} ${mtimeMs}`;
      const before = known.get(path);
      if (before?.state === state) return before.lines;
      const lines = linesIn(file);
      known.set(path, {state, lines});
      return lines;
    } finally {
      closeSync(file);
    }
  };
}

const newline = 10;

function linesIn(file: number): number {
  const chunk = Buffer.alloc(1 << 20);
  let lines = 0;
  for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
    const bytes = chunk.subarray(0, read);
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1))
      lines += 1;
  }
  return lines;
}
