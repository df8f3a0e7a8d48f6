import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test, vi} from 'vitest';
import {MissingRequirementError, UsageError} from '../../../src/errors.js';
import {createJudge} from '../../../src/judging/create-judge.js';
import {requireSeal} from '../../../src/judging/seal/policy.js';
import {candidate, descendants, SQUARE, withJudge} from '../judge-fixture.js';

/** How long things may take on a busy machine; nothing hangs on it but when a failure is told. */
const patient = {timeout: 60_000};

describe('a Python that cannot judge', () => {
  test('is refused when it is absent, with the remedy', async () => {
    const refused = createJudge({python: '/no/such/python'});
    await expect(refused).rejects.toThrow(MissingRequirementError);
    await expect(createJudge({python: '/no/such/python'})).rejects.toThrow(/`python` PATH/);
  });

  test.each([
    ['echo 3.12', 'does not answer as Python does'],
    [
      `echo '{"path": "/x", "version": "3.9.1", "prefixes": [], "lacks": []}'`,
      'is 3.9.1; 3.10 or newer is needed',
    ],
    [
      `exec python3 -c "import sys; sys.modules['_ctypes'] = None; exec(sys.argv[-1])" "$@"`,
      'was built without _ctypes of its standard library',
    ],
    ['exit 3', 'ended with exit code 3'],
  ])('is refused when it says: %s', async (script, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'python-'));
    const path = join(folder, 'python');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, {mode: 0o755});
    await expect(createJudge({python: path})).rejects.toThrow(words);
    rmSync(folder, {recursive: true});
  });
});

test('a judge that does not start leaves neither process nor folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'python-'));
  const python = join(folder, 'python');
  const answer = JSON.stringify({path: '/bin/false', version: '3.11.1', prefixes: [], lacks: []});
  writeFileSync(python, `#!/bin/sh\necho '${answer}'\n`, {mode: 0o755});
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const before = descendants(process.pid).length;
  await expect(createJudge({python})).rejects.toThrow(
    'the fork server ended before it was ready: exit code 1',
  );
  vi.unstubAllEnvs();
  expect(readdirSync(temporary)).toEqual([]);
  expect(descendants(process.pid)).toHaveLength(before);
  rmSync(folder, {recursive: true});
});

describe('processes that are killed from outside', () => {
  const sleeper = (n: number, seconds = 0.3) =>
    candidate(
      `import time\ndef task_func(n):\n    time.sleep(${seconds})\n    return n * n\n# ${n}`,
      {timeLimitMs: 600_000},
    );

  test('cost nothing but time when it happens once', async () => {
    await withJudge({}, async (judge) => {
      const idle = descendants(process.pid).length;
      const verdicts = [1, 2, 3, 4].map((n) => judge.judge(sleeper(n)));
      await expect.poll(() => descendants(process.pid).length, patient).toBeGreaterThan(idle);
      for (const pid of descendants(process.pid)) kill(pid);
      expect((await Promise.all(verdicts)).map(({status}) => status)).toEqual([
        'pass',
        'pass',
        'pass',
        'pass',
      ]);
    });
  });

  test('cost nothing but time when it is the job’s own', async () => {
    await withJudge({workers: 1}, async (judge) => {
      const idle = descendants(process.pid).length;
      const verdict = judge.judge(sleeper(5, 2));
      await expect
        .poll(() => descendants(process.pid).length, patient)
        .toBeGreaterThanOrEqual(idle + 2);
      // the youngest: forked by its monitor, which the server forked
      const job = Math.max(...descendants(process.pid));
      kill(job);
      expect(await verdict).toMatchObject({status: 'pass'});
      expect(judge.jobsRun()).toBe(2);
    });
  });

  test('are believed to have ended by themselves when it happens again and again', async () => {
    const killsItself = candidate('import os\ndef task_func(n):\n    os.kill(os.getpid(), 9)\n');
    const aborts = candidate('import os\ndef task_func(n):\n    os.abort()\n');
    await withJudge({workers: 1}, async (judge) => {
      expect(await judge.judge(killsItself)).toMatchObject({
        status: 'error',
        ended: {kind: 'signal', signal: 9},
      });
      expect(judge.jobsRun()).toBe(3);
      expect(await judge.judge(aborts)).toMatchObject({
        status: 'error',
        ended: {kind: 'signal', signal: 6},
      });
      expect(judge.jobsRun()).toBe(4);
    });
  });

  test('make a verdict missing, with its reason, when it happens again and again', async () => {
    await withJudge({workers: 1}, async (judge) => {
      let done = false;
      const verdict = judge.judge(sleeper(1, 300)).finally(() => {
        done = true;
      });
      while (!done) {
        await sleep(250);
        for (const pid of descendants(process.pid)) kill(pid);
      }
      expect(await verdict).toEqual({status: 'missing', reason: expect.stringMatching(/ended/)});
      expect((await judge.judge(candidate(SQUARE))).status).toBe('pass');
    });
  });
});

describe('the end', () => {
  test('close leaves no process', async () => {
    const before = descendants(process.pid).length;
    await withJudge({}, async (judge) => {
      await judge.judge(candidate(SQUARE));
      expect(descendants(process.pid).length).toBeGreaterThan(before);
    });
    expect(descendants(process.pid).length).toBe(before);
  });

  test.each(['SIGKILL', 'SIGINT'] as const)(
    'our own end by %s leaves no process and no job',
    async (signal) => {
      const script = `
      import {createJudge} from ${JSON.stringify(new URL('../../../src/judging/create-judge.ts', import.meta.url).pathname)};
      const main = async () => {
        const judge = await createJudge({workers: 1});
        judge.judge({prelude: '', program: 'import time\\ndef task_func(n):\\n    time.sleep(60)', test: 'import unittest\\nclass TestCases(unittest.TestCase):\\n    def test_a(self):\\n        task_func(1)', entryPoint: 'task_func', timeLimitMs: 60000});
        console.log('ready');
      };
      main();`;
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', script],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await new Promise((resolve) => child.stdout.once('data', resolve));
      // the server, a monitor, its job
      await expect
        .poll(() => descendants(child.pid ?? 0).length, patient)
        .toBeGreaterThanOrEqual(3);
      const pids = descendants(child.pid ?? 0);
      child.kill(signal);
      await expect.poll(() => pids.filter((pid) => isAlive(pid)), patient).toEqual([]);
    },
  );
});

describe('verdicts are shared', () => {
  test('equal candidates at once are judged once; a cached verdict is judged not at all', async () => {
    const cacheDirectory = mkdtempSync(join(tmpdir(), 'verdicts-'));
    await withJudge({cacheDirectory}, async (judge) => {
      const all = await Promise.all([1, 2, 3].map(() => judge.judge(candidate(SQUARE))));
      expect(new Set(all.map(({status}) => status))).toEqual(new Set(['pass']));
      expect(judge.jobsRun()).toBe(1);
    });
    await withJudge({cacheDirectory}, async (judge) => {
      expect((await judge.judge(candidate(SQUARE))).status).toBe('pass');
      expect(judge.jobsRun()).toBe(0);
      expect((await judge.judge(candidate(SQUARE, {timeLimitMs: 2001}))).status).toBe('pass');
      expect(judge.jobsRun()).toBe(1);
    });
    rmSync(cacheDirectory, {recursive: true});
  });
});

test('jobs that sleep leave their core to others', async () => {
  await withJudge({workers: 1}, async (judge) => {
    const idle = descendants(process.pid).length;
    for (const n of [1, 2, 3]) {
      const code = `import time\ntime.sleep(600)\ndef task_func(n):\n    return 0 # ${n}\n`;
      judge.judge(candidate(code, {timeLimitMs: 600_000})).catch(() => {}); // close ends it
    }
    // Three monitors and their jobs: all at once, though there is one worker.
    await expect
      .poll(() => descendants(process.pid).length, patient)
      .toBeGreaterThanOrEqual(idle + 6);
  });
});

test('code that nobody has read needs a seal or a word from the user', () => {
  expect(() => requireSeal(4, {trusted: false, allowUnsafe: false})).toThrow(UsageError);
  expect(() => requireSeal(4, {trusted: false, allowUnsafe: false})).toThrow(/`allowUnsafe`/);
  for (const [level, trusted, allowUnsafe] of [
    [3, false, false],
    [4, true, false],
    [4, false, true],
  ] as const) {
    expect(() => requireSeal(level, {trusted, allowUnsafe})).not.toThrow();
  }
});

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0] !== 'Z';
  } catch {
    return false;
  }
}
