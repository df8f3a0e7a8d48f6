import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Problem} from '../../src/problem/problem.js';
import {exampleProblem} from './example-problem.js';

/**
 * A problem of the suite `Tiny`, told from others by its statement: its solution doubles, unless
 * `changes` says otherwise.
 */
export function tinyProblem(number: number, changes: Partial<Problem> = {}): Problem {
  const statement = `Double x, the way of problem ${number}.`;
  return exampleProblem({
    task_id: `Tiny/${number}`,
    complete_prompt: `import math\n\ndef task_func(x):\n    """${statement}"""\n`,
    instruct_prompt: statement,
    ...changes,
  });
}

/** Writes a suite of `count` such problems, or of those given, into `directory`. */
export function writeTinySuite(directory: string, problems: number | readonly Problem[]): string {
  const all =
    typeof problems === 'number'
      ? Array.from({length: problems}, (_, i) => tinyProblem(i))
      : problems;
  const path = join(directory, 'tiny.jsonl');
  writeFileSync(path, all.map((problem) => `${JSON.stringify(problem)}\n`).join(''));
  return path;
}

export const doubles = 'def task_func(x):\n    return 2 * x\n';
export const triples = 'def task_func(x):\n    return 3 * x\n';

/** Writes `{"task_id", "solution"}` lines; a string stands as it is. */
export function writeSamples(
  directory: string,
  lines: readonly ([number, string] | string)[],
): string {
  const path = join(directory, 'samples.jsonl');
  const toLine = (line: [number, string] | string) =>
    typeof line === 'string'
      ? line
      : JSON.stringify({task_id: `Tiny/${line[0]}`, solution: line[1]});
  writeFileSync(path, lines.map((line) => `${toLine(line)}\n`).join(''));
  return path;
}
