import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createJudge} from '../../src/judging/create-judge.js';
import type {Judge} from '../../src/judging/judge.js';
import {openMemoryGroup} from '../../src/judging/seal/memory-group.js';
import {judgeSettled} from '../../src/judging/starved.js';
import {candidate, failuresOf, SQUARE, withJudge} from './judge-fixture.js';

let judge: Judge;
beforeAll(async () => {
  judge = await createJudge({
    workers: 1,
    limits: {
      memoryMiB: 1024,
      processes: 40,
      files: 64,
      fileMiB: 4,
      scratchMiB: 16,
      sharedMemoryMiB: 2,
      outputMiB: 1,
    },
  });
});
afterAll(() => judge.close());

/** Each body raises what stopped it; without a limit it would return and fail by its value. */
test.each([
  ['memory', '    bytearray(2 << 30)\n', 'MemoryError'],
  ['one file', '    open("f", "wb").write(bytes(8 << 20))\n', 'File too large'],
  ['files', '    [open("/dev/null") for _ in range(100)]\n', 'Too many open files'],
  [
    'processes',
    '    import os, time\n    for _ in range(100):\n        if os.fork() == 0:\n            time.sleep(20)\n',
    'BlockingIOError',
  ],
])('a job may not use more than its %s', async (_, body, words) => {
  const judgement = await judge.judge(candidate(`def task_func(n):\n${body}    return None\n`));
  expect(failuresOf(judgement)[0]?.[1]).toContain(words);
});

test('all its files together fit its scratch', async (context) => {
  context.skip(judge.identity.sealLevel > 2, 'jobs share the file system here');
  const body = '    for i in range(10):\n        open(str(i), "wb").write(bytes(3 << 20))\n';
  const judgement = await judge.judge(candidate(`def task_func(n):\n${body}    return None\n`));
  expect(failuresOf(judgement)[0]?.[1]).toContain('No space left on device');
});

test('all its shared memory together fits its own', async (context) => {
  context.skip(judge.identity.sealLevel > 2, 'jobs share the file system here');
  const body =
    '    for i in range(2):\n        open("/dev/shm/%d" % i, "wb").write(bytes(3 << 19))\n';
  const judgement = await judge.judge(candidate(`def task_func(n):\n${body}    return None\n`));
  expect(failuresOf(judgement)[0]?.[1]).toContain('No space left on device');
});

test('all its processes together fit its memory', async (context) => {
  const group = openMemoryGroup();
  context.skip('reason' in group, 'no control group can be made here');
  if (!('reason' in group)) await group.close();
  const program = `import os, time
def task_func(n):
    time.sleep(0.4)
    pids = []
    for _ in range(6):
        pids.append(os.fork())
        if pids[-1] == 0:
            kept = bytearray(b"x") * (150 << 20)
            time.sleep(30)
    died, how = os.wait()
    for pid in set(pids) - {died}:
        os.kill(pid, 15)
        os.waitpid(pid, 0)
    raise ValueError(how)
`;
  const few = {memoryMiB: 256, scratchMiB: 16, sharedMemoryMiB: 16};
  await withJudge({workers: 1, preload: false, limits: few}, async (one) => {
    const judgement = await one.judge(candidate(program));
    expect(failuresOf(judgement)[0]?.[1]).toContain('ValueError: 9');
  });
});

test('a job that tells too much is ended, and the next job runs', async () => {
  const test = `import unittest
class TestCases(unittest.TestCase):
    def test_a(self):
        for n in range(200):
            with self.subTest(n=n):
                self.fail("x" * 19000)
`;
  const told = (limit: number) =>
    withJudge({workers: 1, limits: {outputMiB: limit}}, (one) =>
      one.judge(candidate(SQUARE, {test})),
    );
  expect(await told(1)).toMatchObject({status: 'error'});
  expect(await told(8)).toMatchObject({status: 'fail'});
});

test('a fork bomb ends with its job, and the next job runs', async () => {
  const bomb =
    'import os\ndef task_func(n):\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n';
  expect((await judge.judge(candidate(bomb, {timeLimitMs: 500}))).status).not.toBe('pass');
  expect((await judge.judge(candidate('def task_func(n):\n    return n * n\n'))).status).toBe(
    'pass',
  );
});

test('a job that slept through its limit runs again only where second chances are asked for', async () => {
  const sleeps = candidate('import time\ndef task_func(n):\n    time.sleep(60)\n', {
    timeLimitMs: 300,
  });
  const before = judge.jobsRun();
  expect(await judge.judge(sleeps)).toMatchObject({status: 'timeout'});
  expect(judge.jobsRun() - before).toBe(1);
  await withJudge({workers: 1}, async (kind) => {
    expect(await judgeSettled(kind, sleeps)).toMatchObject({status: 'timeout'});
    expect(kind.jobsRun()).toBe(2);
  });
});

test('a timeout without its share of the machine is kept for this judge alone, from a second run on', async () => {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'verdicts-'));
  const sleeps = candidate('import time\ndef task_func(n):\n    time.sleep(60)\n', {
    timeLimitMs: 300,
  });
  const jobs = async (rounds: {again?: boolean}[]) =>
    withJudge({workers: 1, cacheDirectory}, async (one) => {
      for (const options of rounds)
        expect(await one.judge(sleeps, options)).toMatchObject({status: 'timeout'});
      return one.jobsRun();
    });
  expect(await jobs([{}, {}])).toBe(2);
  expect(await jobs([{again: true}, {}])).toBe(1);
  expect(await jobs([{}])).toBe(1);
  rmSync(cacheDirectory, {recursive: true});
});
