import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {type RunningCli, startCli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {packageCopy} from '../support/e2e/package.js';
import {survivors, treeOf} from '../support/e2e/processes.js';
import {doubles, triples, writeSamples, writeTinySuite} from '../support/tiny-suite.js';

const count = 24;
/**
 * Slow enough to be met half-way; every third is wrong, and all differ, so that no verdict is
 * shared.
 */
const slow = Array.from({length: count}, (_, i): [number, string] => [
  i,
  `# ${i}\nimport time\ntime.sleep(0.3)\n${i % 3 === 0 ? triples : doubles}`,
]);
const expected = slow.map(([i]) => [`Tiny/${i}`, i % 3 === 0 ? 'fail' : 'pass']);

/** A folder with a suite and samples, and a cache of verdicts of its own. */
function prepare(samples: readonly ([number, string] | string)[] = slow) {
  const folder = temporaryFolder();
  const out = join(folder, 'verdicts.jsonl');
  const args = [
    'execute',
    '--suite',
    writeTinySuite(folder, count),
    '--samples',
    writeSamples(folder, samples),
  ];
  const options = {cwd: folder, env: {CONVCODEBENCH_CACHE: join(folder, 'cache')}};
  return {
    folder,
    out,
    rows: `${out}.work/rows.jsonl`,
    args: [...args, '--out', out, '--workers', '2'],
    options,
  };
}

function verdictsIn(path: string): [string, string][] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).map(({task_id, status}) => [task_id, status]);
}

async function untilLines(path: string, wanted: number): Promise<void> {
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0);
  while (lines() < wanted) await sleep(50);
}

/** A field of what the kernel says of a process; nothing when it is gone. */
function fieldOf(pid: number, field: string): string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  } catch {
    return '';
  }
}

const nameOf = (pid: number): string => fieldOf(pid, 'Name');
const parentOf = (pid: number): number => Number(fieldOf(pid, 'PPid'));

/**
 * The oldest Python below the program that has a number in a namespace of its own, where there are
 * such (at level 2 another waits for it): the server that forks all jobs.
 */
function forkServerOf({pid}: RunningCli): number {
  const pythons = treeOf(pid)
    .filter((each) => nameOf(each.pid).startsWith('python'))
    .sort((a, b) => Number(a.began) - Number(b.began) || a.pid - b.pid);
  const isNested = (each: {pid: number}) => /\d\s+\d/.test(fieldOf(each.pid, 'NSpid'));
  return (pythons.find(isNested) ?? pythons[0])?.pid ?? 0;
}

/**
 * The process that the fork server made for a job, above all others of that job; null once it is
 * gone, and those below it are about to be.
 */
function watcherOf(pid: number, running: RunningCli): number | null {
  const server = forkServerOf(running);
  let watcher = pid;
  while (parentOf(watcher) > 1 && parentOf(watcher) !== server) watcher = parentOf(watcher);
  return parentOf(watcher) === server ? watcher : null;
}

// Processes are found in /proc.
describe.skipIf(process.platform !== 'linux')(
  'a batch whose processes are killed (needs Linux)',
  () => {
    test('goes on after its own `kill -9`, and asks for no verdict twice', async () => {
      const {out, rows, args, options} = prepare();
      const first = await startCli(args, options);
      await untilLines(rows, 5);
      const tree = treeOf(first.pid);
      first.kill('SIGKILL');
      await first.ended;
      expect(await survivors(tree)).toEqual([]);
      expect(existsSync(out)).toBe(false);
      const stored = readFileSync(rows, 'utf8').split('\n').length - 1;

      // Another cache: what is not judged again is known from the rows alone.
      const {exitCode, stdout} = await inProcess([...args, '--json'], {
        ...options,
        env: {CONVCODEBENCH_CACHE: `${out}.cache`},
      });
      expect(exitCode).toBe(0);
      // With the canonical solution, which all problems share.
      expect(JSON.parse(stdout).jobs_run).toBe(count - stored + 1);
      expect(verdictsIn(out)).toEqual(expected);
      expect(existsSync(`${out}.work`)).toBe(false);
    });

    test('gives every verdict when the fork server dies', async () => {
      const {out, rows, args, options} = prepare();
      const running = await startCli(args, options);
      await untilLines(rows, 3);
      const server = forkServerOf(running);
      expect(server).toBeGreaterThan(0);
      const tree = treeOf(running.pid);
      process.kill(server, 'SIGKILL');
      const {exitCode} = await running.ended;
      expect(exitCode).toBe(0);
      expect(verdictsIn(out)).toEqual(expected);
      expect(await survivors(tree)).toEqual([]);
    });

    test('misses the one verdict whose watcher is killed every time, and gets it later', async () => {
      const poisoned: [number, string] = [
        4,
        `import ctypes\nctypes.CDLL(None).prctl(15, b'poisoned')\nimport time\ntime.sleep(1.5)\n${doubles}`,
      ];
      const samples = slow.map((sample) => (sample[0] === 4 ? poisoned : sample));
      const {out, args, options} = prepare(samples);
      const running = await startCli(args, options);
      let over = false;
      const killed = new Set<number>();
      const killing = (async () => {
        for (; !over; await sleep(50)) {
          for (const {pid} of treeOf(running.pid).filter(
            (each) => nameOf(each.pid) === 'poisoned',
          )) {
            const watcher = watcherOf(pid, running);
            if (watcher === null || killed.has(watcher)) continue;
            killed.add(watcher);
            process.kill(watcher, 'SIGKILL');
          }
        }
      })();
      const {exitCode, stderr} = await running.ended;
      over = true;
      await killing;
      expect(killed.size).toBe(3);
      expect(exitCode).toBe(4);
      expect(stderr).toContain('1 verdict is missing; give the same command again to go on');
      const missing = expected.map(([id, status]) => [id, id === 'Tiny/4' ? 'missing' : status]);
      expect(verdictsIn(out)).toEqual(missing);
      expect(readFileSync(out, 'utf8')).toContain('No verdict: ');

      expect((await inProcess(args, options)).exitCode).toBe(0);
      expect(verdictsIn(out)).toEqual(expected);
    });
  },
);

describe('a batch on the command line', () => {
  test('stops when there is no room, keeps what is done, and goes on when there is', async () => {
    // A limit on the size of files is the full disk of everybody; these verdicts take 40 times 4
    // kB.
    const wordy = slow.map(([i]): [number, string] => [
      i,
      `# ${i}\ndef task_func(x):\n    raise ValueError('x' * 4000)\n`,
    ]);
    const {out, rows, args, options} = prepare(wordy);
    const program = join(await packageCopy(), 'dist', 'cli.js');
    const command = ['ulimit -S -f 40; exec "$0" "$@"', process.execPath, program, ...args];
    const {exitCode, stderr} = await execa('bash', ['-c', ...command], {...options, reject: false});
    expect(stderr).toContain('no room on the disk');
    expect(exitCode).toBe(4);
    expect(existsSync(out)).toBe(false);
    const kept = readFileSync(rows, 'utf8');
    expect(kept.length).toBeLessThanOrEqual(40 * 1024);
    expect(kept.endsWith('\n')).toBe(true);

    expect((await inProcess(args, options)).exitCode).toBe(0);
    expect(verdictsIn(out)).toEqual(wordy.map(([i]) => [`Tiny/${i}`, 'fail']));
  });

  test('ends with 2 after bad lines, each named by file, line and field, the rest judged', async () => {
    const {folder, out, args, options} = prepare([
      [0, doubles],
      '{"task_id":"Tiny/1"}',
      [1, doubles],
    ]);
    const {exitCode, stderr} = await inProcess(args, options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${join(folder, 'samples.jsonl')}:2: solution: `);
    expect(verdictsIn(out)).toEqual([
      ['Tiny/0', 'pass'],
      ['Tiny/1', 'pass'],
    ]);
  });

  test.each([
    [
      'a Python that is missing',
      ['--python', 'no-such-python'],
      3,
      /"no-such-python": it does not start/,
    ],
    ['an unknown flag', ['--such-flag'], 2, /such-flag/],
    [
      'a limit that is no number',
      ['--memory-limit', 'much'],
      2,
      /--memory-limit: expected a whole number/,
    ],
    [
      'no repetition at all',
      ['--repeat', '0'],
      2,
      /--repeat: expected a whole number of at least 1/,
    ],
  ])('refuses %s', async (_, more, code, message) => {
    const {out, args, options} = prepare([[0, doubles]]);
    const {exitCode, stderr} = await inProcess([...args, ...more], options);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(code);
    expect(existsSync(out)).toBe(false);
  });
});
