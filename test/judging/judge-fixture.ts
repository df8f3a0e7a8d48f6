import {readdirSync, readFileSync} from 'node:fs';
import {createJudge, type JudgeOptions} from '../../src/judging/create-judge.js';
import type {Candidate, Judge, Judgement} from '../../src/judging/judge.js';

/** Squares: wrong for `n + 1`, right for `n * n`. */
export const SQUARE_TEST = `import unittest


class TestCases(unittest.TestCase):
    def test_zero(self):
        self.assertEqual(task_func(0), 0)

    def test_three(self):
        self.assertEqual(task_func(3), 9)
`;
export const SQUARE = 'def task_func(n):\n    return n * n\n';

/**
 * A candidate for the squares problem. Its limit ends no honest program, however busy the machine;
 * a test that waits for the limit names a short one.
 */
export function candidate(program: string, changes: Partial<Candidate> = {}): Candidate {
  const usual = {prelude: '', test: SQUARE_TEST, entryPoint: 'task_func', timeLimitMs: 60_000};
  return {...usual, program, ...changes};
}

/** Runs `body` with a judge of its own and closes it. */
export async function withJudge<T>(
  options: JudgeOptions,
  body: (judge: Judge) => Promise<T>,
): Promise<T> {
  const judge = await createJudge({workers: 2, ...options});
  try {
    return await body(judge);
  } finally {
    await judge.close();
  }
}

/** The failing entries as `name: text` pairs; of a judgement without a report none. */
export function failuresOf(judgement: Judgement): [string, string][] {
  return 'report' in judgement ? judgement.report.failures.map(({test, text}) => [test, text]) : [];
}

/** Process ids of all live descendants of `pid` (Linux). */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const fields =
        readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      if (fields[0] !== 'Z') parents.set(Number(name), Number(fields[1]));
    } catch {
      // it ended between the two looks
    }
  }
  const isBelow = (child: number): boolean => {
    const parent = parents.get(child);
    return parent === pid || (parent !== undefined && parent > 1 && isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}
