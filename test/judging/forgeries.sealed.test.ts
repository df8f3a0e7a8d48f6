import {afterAll, beforeAll, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {FORGERIES} from './forgeries.js';
import {candidate, SQUARE_TEST, withJudge} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({workers: 2});
});
afterAll(() => judge.close());

const separation = {profile: ['usual']};

/** Those that the fall-back to one process lets through: their pass says that it is `shared`. */
const letThrough = ['constants of the test that calls'];

test.each(Object.entries(FORGERIES))('no pass apart by %s', async (name, code) => {
  const judgement = await judge.judge(candidate(code, {separation}));
  expect(judgement.status).not.toBe('missing');
  if (letThrough.includes(name)) expect(judgement).toMatchObject({status: 'pass', trust: 'shared'});
  else expect(judgement.status).not.toBe('pass');
});

/** Those that find the tests' values in the process that they share with them. */
const passesTogether = [
  ...letThrough,
  'constants of the tests by name',
  'tests found by the collector',
  'frames behind an exception',
];

test.each(Object.entries(FORGERIES).filter(([name]) => !passesTogether.includes(name)))(
  'no pass in one process by %s',
  async (_, code) => {
    expect((await judge.judge(candidate(code))).status).not.toBe('pass');
  },
);

test('a builtin of its own does not soften the tests that are apart', async () => {
  const softTest =
    `${SQUARE_TEST}\n    def test_all(self):\n        self.assertTrue(all(task_func(n) == n * n for n in range(5)))\n`
      .replace('assertEqual(task_func(0), 0)', 'assertTrue(all([task_func(0) == 0]))')
      .replace('assertEqual(task_func(3), 9)', 'assertTrue(all([task_func(3) == 9]))');
  const code = 'def all(x): return True\ndef task_func(n):\n    return n + 1\n';
  const judgement = await judge.judge(candidate(code, {test: softTest, separation}));
  expect(judgement).toMatchObject({status: 'fail'});
});

test('an always-equal result passes without the audit, so it is the audit that stops it', async () => {
  const code = FORGERIES['a float that is near everything'] ?? '';
  await withJudge({layers: {audit: false}}, async (lax) => {
    expect((await lax.judge(candidate(code))).status).toBe('pass');
  });
});

test.each([
  [
    'frames, for a log',
    'import inspect\ndef task_func(n):\n    inspect.currentframe().f_back.f_code.co_name\n    return n * n\n',
  ],
  ['the collector', 'import gc\ndef task_func(n):\n    gc.collect()\n    return n * n\n'],
  [
    'an honest class',
    'class N(int):\n    def __eq__(self, o): return int(self) == o\n    __hash__ = int.__hash__\ndef task_func(n):\n    return N(n * n)\n',
  ],
  [
    'threads',
    'import threading\ndef task_func(n):\n    out = []\n    t = threading.Thread(target=lambda: out.append(n * n))\n    t.start()\n    t.join()\n    return out[0]\n',
  ],
  [
    'an alarm, which only the main thread may set',
    'import signal, sys\ndef task_func(n):\n    _ = getattr(sys, "path")\n    signal.signal(signal.SIGALRM, lambda *a: None)\n    signal.alarm(1)\n    signal.alarm(0)\n    return n * n\n',
  ],
  [
    'exec',
    'def task_func(n):\n    names = {}\n    exec("x = n * n", {"n": n}, names)\n    return names["x"]\n',
  ],
  ['ctypes', 'import ctypes\ndef task_func(n):\n    return ctypes.c_int(n * n).value\n'],
])('honest code that uses %s still passes', async (_, code) => {
  expect(await judge.judge(candidate(code))).toMatchObject({status: 'pass'});
});

test.each([
  [
    'a function of a library that the tests use',
    'import json\njson.loads = lambda text: 9\n',
    'json.loads("0") + task_func(3)',
  ],
  ['a class in the place of a module', 'class np:\n    inf = 9\n', 'np.inf'],
])('no pass by %s', async (_, forgery, expression) => {
  const tests = `import unittest\nimport json\nclass TestCases(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(${expression}, 9)\n        task_func(1)\n`;
  expect(
    (await judge.judge(candidate(`${forgery}def task_func(n):\n    return 0\n`, {test: tests})))
      .status,
  ).toBe('fail');
});

test('a skip counts only where the tests speak of skipping', async () => {
  const tests = `import unittest\nclass TestCases(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(task_func(0), 0)\n    def test_b(self):\n        if task_func(1) != 2:\n            self.skipTest("x")\n`;
  expect(
    (await judge.judge(candidate('def task_func(n):\n    return n * n\n', {test: tests}))).status,
  ).toBe('pass');
});

test('a job that asks without reading ends in time, and its neighbours with their own verdicts', async () => {
  const code = `import sys, os
def task_func(n):
    f = sys._getframe()
    while f:
        for v in list(f.f_locals.values()):
            send = getattr(v, "send", None)
            if callable(send):
                while True:
                    send("want-tests")
        f = f.f_back
`;
  const began = performance.now();
  const [hostile, honest] = await Promise.all([
    judge.judge(candidate(code, {timeLimitMs: 2000})),
    judge.judge(candidate('def task_func(n):\n    return n * n\n')),
  ]);
  expect(hostile.status).not.toBe('pass');
  expect(hostile.status).not.toBe('missing');
  expect(honest.status).toBe('pass');
  expect(performance.now() - began).toBeLessThan(60_000);
});
