import {readFileSync, writeFileSync} from 'node:fs';
import {starterSuitePath} from '../../../src/problem/suite.js';

const testMethod = /^ {4}def (test\w*)\(self\):$/;

/**
 * Writes the starter suite as a file in which every test from the fourth on does nothing but fail
 * with `message`; undefined leaves them as they are. No line of the first three tests, or above or
 * below, moves.
 */
export function writeSuiteWithLaterTests(path: string, message: string | undefined): string {
  const records = readFileSync(starterSuitePath, 'utf8').trimEnd().split('\n');
  const changed = records.map((record) => {
    const problem = JSON.parse(record);
    return JSON.stringify({
      ...problem,
      test: message === undefined ? problem.test : failLater(problem.test, message),
    });
  });
  writeFileSync(path, `${changed.join('\n')}\n`);
  return path;
}

function failLater(module: string, message: string): string {
  const lines = module.split('\n');
  const starts = lines.flatMap((line, at) => (testMethod.test(line) ? [at] : []));
  return lines
    .map((line, at) => {
      const start = starts.slice(3).findLast((each) => each <= at);
      if (start === undefined || at === start || isBehind(lines, start, at)) return line;
      return at === start + 1 ? `        self.fail(${JSON.stringify(message)})` : '';
    })
    .join('\n');
}

/** Whether the method that begins at `start` has ended before line `at`. */
function isBehind(lines: readonly string[], start: number, at: number): boolean {
  return lines.slice(start + 1, at + 1).some((line) => /^ {0,4}\S/.test(line));
}
