import {expect} from 'vitest';
import type {CliOptions, CliResult} from './cli.js';
import {inProcess} from './in-process.js';

/** A command line that is to be refused: with which exit code, and what its one line says. */
export type Refusal = {args: string[]; says: string | RegExp; code?: number; options?: CliOptions};

/** Runs all of them and gives each one's result by its name. */
export async function runAll<T extends Refusal>(
  cases: Record<string, T>,
): Promise<Map<string, CliResult>> {
  const results = new Map<string, CliResult>();
  for (const [name, {args, options}] of Object.entries(cases))
    results.set(name, await inProcess(args, options));
  return results;
}

/**
 * Nothing on stdout, one line of complaint on stderr (a note how code is judged may stand before
 * it), no stack.
 */
export function expectRefused(result: CliResult | undefined, {says, code = 2}: Refusal): void {
  const complaints = result?.stderr.split('\n').filter((line) => !isNote(line));
  expect(complaints).toHaveLength(1);
  const [line = ''] = complaints ?? [];
  expect(line).toMatch(/^convcodebench: /);
  expect(line.slice('convcodebench: '.length)).toMatch(says);
  expect(result).toMatchObject({exitCode: code, stdout: ''});
}

const notes = [
  /^[^ ]+: the log that was replayed is not at hand, so rows are held to each other only/,
  /^$/,
  /^code is judged at seal level/,
  /^\d+ places: /,
  /^simulated coders on the starter suite/,
  / is asked at http/,
];

function isNote(line: string): boolean {
  return notes.some((note) => note.test(line));
}
