import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import {failingEntries} from '../../src/judging/failing-entries.js';
import type {Candidate, Judge} from '../../src/judging/judge.js';
import {candidate, SQUARE, SQUARE_TEST} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge();
});
afterAll(() => judge.close());

/** What fails of a program, by name; `{}` for one that passes. */
async function failuresOf(program: string, changes: Partial<Candidate> = {}) {
  const judgement = await judge.judge(candidate(program, changes));
  if (judgement.status === 'missing') throw new Error(judgement.reason);
  return Object.fromEntries(failingEntries(judgement).map(({test: name, text}) => [name, text]));
}

const stub = 'import math\nEXPONENT = 2\ndef task_func(n):\n    pass\n';

describe('a prelude', () => {
  test('runs before the program, in the same namespace', async () => {
    const program = 'def task_func(n):\n    return int(math.pow(n, EXPONENT))\n';
    expect(await failuresOf(program, {prelude: stub})).toEqual({});
  });

  test('does not answer for a program that defines nothing', async () => {
    const failures = await failuresOf('x = 1\n', {prelude: stub});
    expect(failures.test_zero).toContain('AssertionError: None != 0');
  });

  test.each([
    ['a future import', `from __future__ import annotations\n${SQUARE}`],
    [
      'a future import behind its docstring',
      `"""It squares."""\nfrom __future__ import annotations\n${SQUARE}`,
    ],
    ['a coding line', `# -*- coding: latin-1 -*-\nNAME = "\u00e9"\n${SQUARE}`],
  ])('leaves %s at the beginning of the program', async (_, program) => {
    expect(await failuresOf(program, {prelude: stub})).toEqual({});
  });

  test('keeps its own future import to itself', async () => {
    const program = `def helper(n: no_such_name):\n    return n\n${SQUARE}`;
    const prelude = 'from __future__ import annotations\n';
    expect(await failuresOf(program, {prelude})).toMatchObject({
      ALL: expect.stringContaining("NameError: name 'no_such_name' is not defined"),
    });
  });

  test('takes no part in the program’s line numbers, nor in those of the tests', async () => {
    const raising = 'def task_func(n):\n    raise ValueError("no")\n';
    const [alone, behind] = [await failuresOf(raising), await failuresOf(raising, {prelude: stub})];
    expect(behind).toEqual(alone);
    expect(behind.test_zero).toContain('File "__test__.py", line 2, in task_func');
    const broken = 'def task_func(n)\n    return n\n';
    const said = (await failuresOf(broken, {prelude: stub})).ALL;
    expect(said).toContain('File "tmp.py", line 1\n    def task_func(n)\n');
  });

  test('that raises is a failure of no single test, named by a file of its own', async () => {
    expect(await failuresOf(SQUARE, {prelude: '\nimport no_such_module\n'})).toMatchObject({
      ALL: 'Traceback (most recent call last):\n  File "prelude.py", line 2, in <module>\nModuleNotFoundError: No module named \'no_such_module\'',
    });
  });

  test('does not excuse a program that forges: without it the tests do not pass', async () => {
    const forging = 'import unittest\nunittest.TestCase.assertEqual = lambda *_: None\n';
    expect(Object.keys(await failuresOf(forging, {prelude: stub}))).toContain('ALL');
  });
});

describe('a traceback', () => {
  const inTests = (body: string) =>
    `import unittest\nfrom unittest.mock import patch\nclass TestCases(unittest.TestCase):\n${body}`;

  test('shows lines of libraries and none of the program or the tests', async () => {
    const program =
      'import json\ndef task_func(n):\n    return json.loads("{")  # of the program\n';
    const tests = inTests('    def test_a(self):\n        task_func(1)  # of the tests\n');
    const {test_a: text} = await failuresOf(program, {test: tests});
    expect(text).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "__test__\.py", line 9, in test_a\n {2}File "__test__\.py", line 3, in task_func\n {2}File "<python>\/.*json\/__init__\.py", line \d+, in loads\n {4}return _default_decoder/,
    );
    expect(text).not.toContain('# of the');
  });

  test('shows the frames of mocks, as upstream does, and no other of unittest', async () => {
    const tests = inTests(
      "    @patch('os.getcwd')\n    def test_a(self, _):\n        self.assertEqual(task_func(2), 5)\n",
    );
    const {test_a: text} = await failuresOf(SQUARE, {test: tests});
    expect(text).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "<python>\/.*unittest\/mock\.py", line \d+, in patched\n {4}return func\(/,
    );
    expect(text).not.toContain('unittest/case.py');
  });

  test('of what another exception was raised from shows none either', async () => {
    const program =
      'def task_func(n):\n    try:\n        return {}["a"]  # first\n    except KeyError as error:\n        raise ValueError("b") from error  # second\n';
    const {test_zero: text} = await failuresOf(program);
    expect(text).toContain('direct cause');
    expect(text).not.toMatch(/# (first|second)|self\./);
  });

  test('of tests that do not compile names the line without showing it', async () => {
    const {ALL: text} = await failuresOf(SQUARE, {test: `${SQUARE_TEST}    secret = = 9\n`});
    expect(text).toMatch(/File "__test__\.py", line \d+\nSyntaxError: invalid syntax/);
    expect(text).not.toContain('secret');
  });
});
