import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {DEFAULT_LIMITS} from '../../../src/judging/limits.js';
import {planLaunch} from '../../../src/judging/seal/launch.js';
import type {SealLevel} from '../../../src/judging/seal/policy.js';
import {type ForkServer, startForkServer} from '../../../src/judging/server/fork-server.js';
import {findPython} from '../../../src/judging/server/python-runtime.js';
import {candidate, descendants, SQUARE} from '../judge-fixture.js';
import {fakeLaunch} from './fake-server.js';

/**
 * Libraries that each note in a file that they were loaded; the seal is not what is tested here.
 */
let folder: string;
let server: ForkServer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiers-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, {recursive: true});
});

function library(name: string, text = ''): void {
  writeFileSync(
    join(folder, `${name}.py`),
    `open(${JSON.stringify(join(folder, 'loaded'))}, 'a').write('${name} ')\n${text}`,
  );
}

const loaded = () => readFileSync(join(folder, 'loaded'), 'utf8').trim().split(' ');

async function start(preload: string[][], level: SealLevel = 4): Promise<void> {
  const python = await findPython();
  const launch = planLaunch({
    ...{python, level, limits: DEFAULT_LIMITS, preload, distributions: false, scratch: folder},
    layers: {control: true, audit: true},
  });
  server = await startForkServer({
    ...launch,
    environment: {...launch.environment, PYTHONPATH: folder},
  });
}

const uses = (name: string, n = 0) =>
  candidate(`import ${name}, sys\ndef task_func(n):\n    return n * n\n# ${n}`, {
    timeLimitMs: 20_000,
  });

test('each library is loaded once, when a job first wants its tier, and found loaded by the jobs of that tier and of the ones behind it', async () => {
  for (const name of ['first', 'second', 'third']) library(name);
  await start([['unittest', 'first'], ['second'], ['third']]);
  expect(loaded()).toEqual(['first']);
  await server.prepare(2);
  await Promise.all([server.prepare(1), server.prepare(2)]);
  expect(loaded()).toEqual(['first', 'second', 'third']);
  const results = await Promise.all([
    server.run(uses('first'), 0),
    server.run(uses('second'), 1),
    server.run(uses('first', 1), 2),
    server.run(uses('third'), 2),
  ]);
  expect(results).toMatchObject(Array(4).fill({status: 'pass'}));
  expect(loaded()).toEqual(['first', 'second', 'third']);
});

test('a library that ends whoever loads it is given up after two tries, and a job that wants it is judged all the same', async () => {
  library(
    'deadly',
    'import os\nif __name__ != "__main__" and not os.environ.get("HOME", "").endswith("home"):\n    os._exit(7)',
  );
  await start([['unittest'], ['deadly']]);
  await server.prepare(1);
  expect(loaded()).toEqual(['deadly', 'deadly']);
  expect(await server.run(uses('deadly'), 1)).toMatchObject({status: 'pass'});
});

test('a tier whose server is killed loses its own jobs only, and loads again', async () => {
  library('second');
  await start([['unittest'], ['second']]);
  const before = descendants(process.pid);
  await server.prepare(1);
  const branch = descendants(process.pid).find((pid) => !before.includes(pid)) ?? 0;
  expect(branch).toBeGreaterThan(0);
  const slow = candidate(
    'import time\ndef task_func(n):\n    time.sleep(0.5)\n    return n * n\n',
    {
      timeLimitMs: 20_000,
    },
  );
  const [here, there] = [server.run(slow, 0), server.run(slow, 1)];
  await sleep(250);
  process.kill(branch, 'SIGKILL');
  expect(await there).toMatchObject({lost: 'the server of the job ended: signal 9'});
  expect(await here).toMatchObject({status: 'pass'});
  await server.prepare(1);
  expect(loaded()).toEqual(['second', 'second']);
  expect(await server.run(uses('second'), 1)).toMatchObject({status: 'pass'});
});

test.for([1, 4] as const)(
  'at level %i, what a killed tier was judging ends with it',
  async (level, {skip}) => {
    if (level === 1 && spawnSync('bwrap', ['--version']).error) {
      server = await startForkServer(fakeLaunch(''));
      skip('needs bubblewrap');
    }
    await start([['unittest'], []], level);
    const before = descendants(process.pid);
    await server.prepare(1);
    const others = () => descendants(process.pid).filter((pid) => !before.includes(pid));
    const [branch = 0] = others();
    const sleeps = candidate('import time\ndef task_func(n):\n    time.sleep(60)', {
      timeLimitMs: 60_000,
    });
    expect(branch).toBeGreaterThan(0);
    const lost = server.run(sleeps, 1);
    for (let tries = 0; others().length < 3 && tries < 60; tries++) await sleep(50);
    expect(others()).toHaveLength(3); // the tier, a monitor, its job
    process.kill(branch, 'SIGKILL');
    expect(await lost).toMatchObject({lost: expect.any(String)});
    for (let tries = 0; others().length > 0 && tries < 60; tries++) await sleep(50);
    expect(others()).toEqual([]);
  },
);

test('large jobs and large reports pass through a tier both ways at once', async () => {
  await start([['unittest'], []]);
  const padding = `# ${'x'.repeat(300_000)}\n`;
  const fails = (n: number) =>
    candidate(
      `def task_func(n):\n    raise ValueError(${JSON.stringify('y'.repeat(19_000))} + "${n}")\n${padding}`,
      {
        timeLimitMs: 20_000,
      },
    );
  const results = await Promise.all(Array.from({length: 12}, (_, n) => server.run(fails(n), 1)));
  expect(results).toMatchObject(Array(12).fill({status: 'fail'}));
});

test('the end of the server is the end of its tiers', async () => {
  const before = descendants(process.pid).length;
  await start([['unittest'], [], []]);
  await server.prepare(2);
  void server
    .run(candidate('import time\ndef task_func(n):\n    time.sleep(60)', {timeLimitMs: 60_000}), 2)
    .catch(() => {});
  await sleep(300);
  await server.close();
  expect(descendants(process.pid)).toHaveLength(before);
  await start([['unittest']]);
  expect(await server.run(candidate(SQUARE), 0)).toMatchObject({status: 'pass'});
});
