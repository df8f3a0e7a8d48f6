import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {candidate, failuresOf, SQUARE} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 2});
});
afterAll(() => judge.close());

const testsOf = (body: string) => `import unittest\n\nclass TestCases(unittest.TestCase):\n${body}`;

describe('status', () => {
  test('right code passes and its tests are named in source order', async () => {
    expect(await judge.judge(candidate(SQUARE))).toEqual({
      status: 'pass',
      report: {tests: ['test_zero', 'test_three'], failures: []},
    });
  });

  test('a failing test gives a traceback with joined line numbers, no source line and no frame of unittest', async () => {
    // The code has 3 lines with the empty one that the join adds, so line 10 of the tests is line
    // 13 of the whole.
    const judgement = await judge.judge(candidate('def task_func(n):\n    return n + 1\n'));
    expect(judgement.status).toBe('fail');
    expect(failuresOf(judgement)).toEqual([
      [
        'test_zero',
        'Traceback (most recent call last):\n  File "__test__.py", line 9, in test_zero\nAssertionError: 1 != 0',
      ],
      [
        'test_three',
        'Traceback (most recent call last):\n  File "__test__.py", line 12, in test_three\nAssertionError: 4 != 9',
      ],
    ]);
  });

  test('code that does not compile is not run and gives the traceback of compile under tmp.py', async () => {
    const before = judge.jobsRun();
    const judgement = await judge.judge(candidate('import os\ndef task_func(n)\n    return n\n'));
    expect(judgement).toMatchObject({status: 'fail'});
    expect('compilationError' in judgement && judgement.compilationError).toMatch(
      /^Traceback \(most recent call last\):\n {2}File "tmp\.py", line 2\n {4}def task_func\(n\)\n.*\nSyntaxError: .*':'$/s,
    );
    expect(judge.jobsRun()).toBe(before);
  });

  test.each([
    ['a NUL byte', 'x = 1\0'],
    ['a lone surrogate', 'x = "\ud800"'],
    ['too deep nesting', '('.repeat(3000)],
    ['an unclosed string of 10 MB', `x = "${'a'.repeat(10_000_000)}`],
  ])('code with %s does not compile', async (_, code) => {
    expect(await judge.judge(candidate(code))).toMatchObject({
      status: 'fail',
      compilationError: expect.any(String),
    });
  });

  test('an endless loop times out, with an entry for the running test and one for all', async () => {
    const words = 'Timed out: the tests did not finish within 0.4 s';
    const judgement = await judge.judge(
      candidate('def task_func(n):\n    while True: pass\n', {timeLimitMs: 400}),
    );
    expect(judgement).toMatchObject({status: 'timeout', limitMs: 400});
    expect(failuresOf(judgement)).toEqual([
      ['test_three', words],
      ['ALL', words],
    ]);
  });

  test.each([
    ['import os\ndef task_func(n):\n    os._exit(3)\n', {kind: 'exit', code: 3}, 'exit code 3'],
    [
      'import ctypes\ndef task_func(n):\n    ctypes.string_at(0)\n',
      {kind: 'signal', signal: 11},
      'signal 11',
    ],
    ['import os\ndef task_func(n):\n    os._exit(0)\n', {kind: 'exit', code: 0}, 'exit code 0'],
  ])('a process that ends without a report is an error at once: %j', async (code, ended, words) => {
    const started = Date.now();
    const judgement = await judge.judge(candidate(code, {timeLimitMs: 600_000}));
    expect(judgement).toMatchObject({status: 'error', ended});
    expect(failuresOf(judgement).at(-1)).toEqual([
      'ALL',
      `The process ended before the tests did (${words})`,
    ]);
    expect(Date.now() - started).toBeLessThan(300_000);
  });

  test('an error on import is one entry for all', async () => {
    expect(failuresOf(await judge.judge(candidate('import no_such_module\n')))).toEqual([
      [
        'ALL',
        'Traceback (most recent call last):\n  File "__test__.py", line 1, in <module>\nModuleNotFoundError: No module named \'no_such_module\'',
      ],
    ]);
  });

  test('an error in setUpClass is one entry for all', async () => {
    const body =
      '    @classmethod\n    def setUpClass(cls):\n        raise ValueError("x")\n    def test_a(self): pass\n';
    const failures = failuresOf(await judge.judge(candidate(SQUARE, {test: testsOf(body)})));
    expect(failures.map(([name]) => name)).toEqual(['ALL']);
    expect(failures[0]?.[1]).toMatch(/^Traceback .*ValueError: x$/s);
  });

  test('sys.exit and KeyboardInterrupt in a test are failures of that test', async () => {
    const body =
      '    def test_a(self): task_func(1)\n    def test_b(self): raise KeyboardInterrupt()\n    def test_c(self): pass\n';
    const failures = failuresOf(
      await judge.judge(
        candidate('import sys\ndef task_func(n):\n    sys.exit(0)\n', {test: testsOf(body)}),
      ),
    );
    expect(failures.map(([name, text]) => [name, text.split('\n').at(-1)])).toEqual([
      ['test_a', 'SystemExit: 0'],
      ['test_b', 'KeyboardInterrupt'],
    ]);
  });
});

describe('which tests count', () => {
  test('of a duplicate name the last definition counts, once, at its place', async () => {
    const body =
      '    def test_a(self): self.fail()\n    def test_b(self): pass\n    def test_a(self): pass\n    def helper(self): pass\n';
    expect(await judge.judge(candidate(SQUARE, {test: testsOf(body)}))).toEqual({
      status: 'pass',
      report: {tests: ['test_b', 'test_a'], failures: []},
    });
  });

  test('each failing subtest is an entry, named as unittest names it, before what else fails', async () => {
    const body =
      '    def test_a(self):\n        for i in (1, 2, 3):\n            with self.subTest("x", i=i, of="\\n"):\n                self.assertEqual(i, 2)\n        self.fail("all")\n    def test_b(self):\n        with self.subTest(): self.fail()\n';
    const failures = failuresOf(await judge.judge(candidate(SQUARE, {test: testsOf(body)})));
    expect(failures.map(([name, text]) => [name, text.split('\n').at(-1)])).toEqual([
      ["test_a [x] (i=1, of='\\n')", 'AssertionError: 1 != 2'],
      ["test_a [x] (i=3, of='\\n')", 'AssertionError: 3 != 2'],
      ['test_a', 'AssertionError: all'],
      ['test_b (<subtest>)', 'AssertionError: None'],
    ]);
  });

  test('a test that returns early and one that returns an assertion have run', async () => {
    const body =
      '    def test_a(self):\n        if task_func(2) == 4:\n            return\n        self.fail()\n    def test_b(self):\n        return self.assertEqual(task_func(2), 5)\n';
    expect(
      failuresOf(await judge.judge(candidate(SQUARE, {test: testsOf(body)}))).map(([name]) => name),
    ).toEqual(['test_b']);
  });

  test('asynchronous tests run', async () => {
    const test = `import unittest\nclass TestCases(unittest.IsolatedAsyncioTestCase):\n    async def test_a(self):\n        self.assertEqual(task_func(2), 4)\n    async def test_b(self):\n        self.assertEqual(task_func(2), 5)\n`;
    expect(failuresOf(await judge.judge(candidate(SQUARE, {test}))).map(([name]) => name)).toEqual([
      'test_b',
    ]);
  });

  describe('tests made from a class of a library', () => {
    const imports = 'import unittest\nfrom cmd import Cmd\n';
    const tests = `${imports}class TestCases(unittest.TestCase, Cmd):\n    def setUp(self):\n        Cmd.__init__(self)\n    def test_a(self):\n        self.assertEqual(self.onecmd(""), task_func(0))\n`;
    const returns = (value: string) => `def task_func(n):\n    return ${value}\n`;

    test('count', async () => {
      expect(await judge.judge(candidate(returns('None'), {test: tests}))).toMatchObject({
        status: 'pass',
      });
      expect(
        failuresOf(await judge.judge(candidate(returns('1'), {test: tests}))).map(([name]) => name),
      ).toEqual(['test_a']);
    });

    test.each([
      ['exchanges a method of', 'import cmd\ncmd.Cmd.onecmd = lambda *a: 1\n'],
      [
        'puts another in the place of',
        'import cmd\nclass Other(cmd.Cmd):\n    onecmd = lambda *a: 1\ncmd.Cmd = Other\n',
      ],
    ])('do not pass where the code %s that class', async (_, forgery) => {
      expect(
        failuresOf(await judge.judge(candidate(forgery + returns('1'), {test: tests}))),
      ).toContainEqual(['ALL', expect.stringMatching(/changed the test machinery/)]);
    });
  });

  test('without a class TestCases nothing passes', async () => {
    expect(failuresOf(await judge.judge(candidate(SQUARE, {test: 'x = 1\n'})))).toEqual([
      [
        'ALL',
        expect.stringMatching(/AttributeError: module '__test__' has no attribute 'TestCases'$/),
      ],
    ]);
  });

  test('a class in which no test runs does not pass', async () => {
    const body = '    @unittest.skip("x")\n    def test_a(self): pass\n';
    expect(failuresOf(await judge.judge(candidate(SQUARE, {test: testsOf(body)})))).toEqual([
      ['ALL', 'No test ran'],
    ]);
  });
});

describe('texts that do not change between runs', () => {
  const lastLine = async (code: string, changes = {}) =>
    failuresOf(await judge.judge(candidate(code, changes)))[0]?.[1]
      .split('\n')
      .at(-1);

  test('memory addresses, the Python prefix and temporary names', async () => {
    expect(await lastLine('def task_func(n):\n    raise ValueError(object())\n')).toBe(
      'ValueError: <object object at 0x…>',
    );
    const mock = 'from unittest.mock import MagicMock\nmock = MagicMock(name="m")\n';
    const itself = 'import pprint\nitself = {}\nitself[0] = itself\n';
    const telling = `def task_func(n):\n    raise ValueError(f"{mock} {pprint.pformat(itself)} <a id='1'>")\n`;
    expect(await lastLine(mock + itself + telling)).toBe(
      "ValueError: <MagicMock name='m' id='0x…'> {0: <Recursion on dict with id=0x…>} <a id='1'>",
    );
    expect(
      await lastLine('import json\ndef task_func(n):\n    raise ValueError(json.__file__)\n'),
    ).toMatch(/^ValueError: <python>\/lib\/python3\.\d+\/json\/__init__\.py$/);
    const code =
      'import tempfile, os\ndef task_func(n):\n    raise ValueError(tempfile.mkdtemp(), os.getcwd())\n';
    const first = await lastLine(code);
    expect(first).toMatch(/^ValueError: \('\/tmp\/tmp\w{8}', '\/tmp\/job'\)$/);
    expect(await lastLine(`${code}#`)).toBe(first);
  });

  test('unseeded random numbers and the order of sets of strings', async () => {
    const code =
      'import random\ndef task_func(n):\n    raise ValueError(random.random(), list({"a", "b", "c", "d", "e", "f"}))\n';
    expect(await lastLine(code)).toBe(await lastLine(`${code}#`));
  });

  test('chained exceptions are kept', async () => {
    const code =
      'def task_func(n):\n    try:\n        {}["a"]\n    except KeyError as e:\n        raise ValueError("b") from e\n';
    expect(failuresOf(await judge.judge(candidate(code)))[0]?.[1]).toMatch(
      /KeyError: 'a'\n\nThe above exception was the direct cause of the following exception:\n\nTraceback .*ValueError: b$/s,
    );
  });

  test('a text is kept to 20,000 characters with both its ends', async () => {
    const text = failuresOf(
      await judge.judge(
        candidate('def task_func(n):\n    raise ValueError("x" * 10**6 + "end")\n'),
      ),
    )[0]?.[1];
    expect(text?.length).toBe(20_000 + '\n...\n'.length);
    expect(text).toMatch(/^Traceback .*xend$/s);
  });
});

describe('the world of a job', () => {
  test('has an environment of its own, fixed time zone and locale, and no arguments of ours', async () => {
    process.env.CONVCODEBENCH_SECRET = 'sk-secret';
    const code = `import os, sys, time
def task_func(n):
    assert "sk-secret" not in repr(os.environ), "leak"
    assert time.tzname[0] == "UTC" and os.environ["LC_ALL"] == "C.UTF-8" and sys.argv == ["__test__.py"]
    assert os.environ["TMPDIR"] == os.path.dirname(os.getcwd()), os.environ
    return n * n
`;
    expect(failuresOf(await judge.judge(candidate(code)))).toEqual([]);
  });

  test('shows the source of its functions and pickles them', async () => {
    const code =
      'import inspect, pickle\ndef helper(): return 1\ndef task_func(n):\n    assert inspect.getsource(helper) == "def helper(): return 1\\n"\n    assert pickle.loads(pickle.dumps(helper)) is helper\n    return n * n\n';
    expect(failuresOf(await judge.judge(candidate(code)))).toEqual([]);
  });
});
