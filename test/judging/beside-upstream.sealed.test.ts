import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {candidate, failuresOf, SQUARE} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 2});
});
afterAll(() => judge.close());

/** Name and last line of each failing entry. */
async function entries(code: string, body: string): Promise<(string | undefined)[][]> {
  const test = `import unittest\n\nclass TestCases(unittest.TestCase):\n${body}`;
  const judgement = await judge.judge(candidate(code, {test}));
  return failuresOf(judgement).map(([name, text]) => [name, text.split('\n').at(-1)]);
}

const callIt = '    def test_a(self): task_func(1)\n';

/** Where BigCodeBench’s evaluator says something else: docs/differences-from-upstream.md. */
describe('where upstream’s evaluator differs', () => {
  test('entries stand in source order, failures and errors alike', async () => {
    const body =
      '    def test_z(self): raise ValueError("an error")\n    def test_a(self): self.fail("a failure")\n';
    expect(await entries(SQUARE, body)).toEqual([
      ['test_z', 'ValueError: an error'],
      ['test_a', 'AssertionError: a failure'],
    ]);
  });

  test('a test that fails in two places has both tracebacks', async () => {
    const body =
      '    def tearDown(self): raise ValueError("after")\n    def test_a(self): self.assertEqual(task_func(2), 5)\n';
    const test = `import unittest\n\nclass TestCases(unittest.TestCase):\n${body}`;
    const [[name, text] = ['', ''], ...more] = failuresOf(
      await judge.judge(candidate(SQUARE, {test})),
    );
    expect(more).toEqual([]);
    expect(name).toBe('test_a');
    expect(text.match(/^(AssertionError|ValueError): .*$/gm)).toEqual([
      'AssertionError: 4 != 5',
      'ValueError: after',
    ]);
  });

  test('input() finds the end of a file', async () => {
    const code = 'def task_func(n):\n    return input()\n';
    expect(await entries(code, callIt)).toEqual([['test_a', 'EOFError: EOF when reading a line']]);
  });

  test('exit() is there, and ends the test; on import it ends them all', async () => {
    expect(await entries('def task_func(n):\n    exit(3)\n', callIt)).toEqual([
      ['test_a', 'SystemExit: 3'],
    ]);
    expect(await entries('exit()\n', callIt)).toEqual([['ALL', 'SystemExit: None']]);
  });

  test('an unexpected success is a failure', async () => {
    const body =
      '    @unittest.expectedFailure\n    def test_a(self): self.assertEqual(task_func(2), 4)\n';
    expect(await entries(SQUARE, body)).toEqual([
      ['test_a', 'Unexpected success: the test is marked as an expected failure'],
    ]);
  });
});
