import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {DEFAULT_LIMITS} from '../../../src/judging/limits.js';
import {chooseSeal} from '../../../src/judging/seal/choice.js';
import {planLaunch} from '../../../src/judging/seal/launch.js';
import type {SealLevel} from '../../../src/judging/seal/policy.js';
import {type ForkServer, startForkServer} from '../../../src/judging/server/fork-server.js';
import {findPython} from '../../../src/judging/server/python-runtime.js';
import {candidate, descendants, SQUARE} from '../judge-fixture.js';

/** How long things may take on a busy machine; nothing hangs on it but when a failure is told. */
const patient = {timeout: 60_000};

let folder: string;
let server: ForkServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiers-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, {recursive: true});
});

/**
 * A library that notes in a file that it was loaded; the seal is not what is tested here.
 */
function library(name: string, text = ''): void {
  writeFileSync(
    join(folder, `${name}.py`),
    `open(${JSON.stringify(join(folder, 'loaded'))}, 'a').write('${name} ')\n${text}`,
  );
}

const loaded = () => readFileSync(join(folder, 'loaded'), 'utf8').trim().split(' ');

async function launchOptions(preload: string[][]) {
  return {
    ...{python: await findPython(), limits: DEFAULT_LIMITS, preload, distributions: false},
    ...{scratch: folder, layers: {audit: true}},
  };
}

async function start(preload: string[][], level: SealLevel = 4): Promise<ForkServer> {
  const launch = planLaunch({...(await launchOptions(preload)), level});
  server = await startForkServer({
    ...launch,
    environment: {...launch.environment, PYTHONPATH: folder},
  });
  return server;
}

const uses = (name: string, n = 0) =>
  candidate(`import ${name}, sys\ndef task_func(n):\n    return n * n\n# ${n}`);

const sleeps = candidate('import time\ndef task_func(n):\n    time.sleep(600)', {
  timeLimitMs: 600_000,
});

test('each library is loaded once, when a job first wants its tier, and found loaded by the jobs of that tier and of the ones behind it', async () => {
  for (const name of ['first', 'second', 'third']) library(name);
  const server = await start([['unittest', 'first'], ['second'], ['third']]);
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
  const server = await start([['unittest'], ['deadly']]);
  await server.prepare(1);
  expect(loaded()).toEqual(['deadly', 'deadly']);
  expect(await server.run(uses('deadly'), 1)).toMatchObject({status: 'pass'});
});

test('a tier whose server is killed loses its own jobs only, and loads again', async () => {
  library('second');
  const server = await start([['unittest'], ['second']]);
  const before = descendants(process.pid);
  await server.prepare(1);
  const branch = descendants(process.pid).find((pid) => !before.includes(pid)) ?? 0;
  expect(branch).toBeGreaterThan(0);
  const quick = candidate(
    'import time\ndef task_func(n):\n    time.sleep(0.5)\n    return n * n\n',
  );
  const [here, there] = [server.run(quick, 0), server.run(sleeps, 1)];
  await expect.poll(() => descendants(branch), patient).toHaveLength(2); // a monitor, its job
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
    const {launch} = await chooseSeal(await launchOptions([['unittest']]), level);
    skip(launch.settings.level !== level, `needs seal level ${level}`);
    const server = await start([['unittest'], []], level);
    const before = descendants(process.pid);
    await server.prepare(1);
    const others = () => descendants(process.pid).filter((pid) => !before.includes(pid));
    const [branch = 0] = others();
    expect(branch).toBeGreaterThan(0);
    const lost = server.run(sleeps, 1);
    await expect.poll(others, patient).toHaveLength(3); // the tier, a monitor, its job
    process.kill(branch, 'SIGKILL');
    expect(await lost).toMatchObject({lost: expect.any(String)});
    await expect.poll(others, patient).toEqual([]);
  },
);

test('large jobs and large reports pass through a tier both ways at once', async () => {
  const server = await start([['unittest'], []]);
  const padding = `# ${'x'.repeat(300_000)}\n`;
  const fails = (n: number) =>
    candidate(
      `def task_func(n):\n    raise ValueError(${JSON.stringify('y'.repeat(19_000))} + "${n}")\n${padding}`,
    );
  const results = await Promise.all(Array.from({length: 12}, (_, n) => server.run(fails(n), 1)));
  expect(results).toMatchObject(Array(12).fill({status: 'fail'}));
});

test('the end of the server is the end of its tiers', async () => {
  const before = descendants(process.pid).length;
  const first = await start([['unittest'], [], []]);
  await first.prepare(2);
  const idle = descendants(process.pid).length;
  void first.run(sleeps, 2).catch(() => {});
  await expect.poll(() => descendants(process.pid), patient).toHaveLength(idle + 2);
  await first.close();
  expect(descendants(process.pid)).toHaveLength(before);
  const second = await start([['unittest']]);
  expect(await second.run(candidate(SQUARE), 0)).toMatchObject({status: 'pass'});
});
