import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createJudge} from '../../../src/judging/create-judge.js';
import {DEFAULT_LIMITS} from '../../../src/judging/limits.js';
import {chooseSeal} from '../../../src/judging/seal/choice.js';
import {probeSeal} from '../../../src/judging/seal/probe.js';
import {startForkServer} from '../../../src/judging/server/fork-server.js';
import {findPython} from '../../../src/judging/server/python-runtime.js';
import {withJudge} from '../judge-fixture.js';
import {fakeLaunch} from '../server/fake-server.js';

const passes =
  "say({id, status: 'pass', total_cpu_ms: 1, duration_ms: 1, cpu_ms: 1, report: {tests: [], failures: []}})";

test('a probe whose server is killed once is made again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  const mark = JSON.stringify(join(folder, 'mark'));
  const killedOnce = `(id) => {
    const {existsSync, writeFileSync} = require('node:fs');
    if (existsSync(${mark})) return ${passes};
    writeFileSync(${mark}, '');
    process.kill(process.pid, 'SIGKILL');
  }`;
  expect(await probeSeal(fakeLaunch(killedOnce), 1)).toBeUndefined();
  rmSync(folder, {recursive: true});
});

test('a probe whose server is killed twice says so', async () => {
  const killed = fakeLaunch(`() => process.kill(process.pid, 'SIGKILL')`);
  expect(await probeSeal(killed, 1)).toContain('the fork server ended: SIGKILL');
});

test('a server that runs already is probed itself and left running; where it ends, one of its own is', async () => {
  const killed = fakeLaunch(`() => process.kill(process.pid, 'SIGKILL')`);
  const sound = fakeLaunch(`(id) => ${passes}`);
  const running = await startForkServer(sound);
  expect(await probeSeal(killed, 1, async () => running)).toBeUndefined();
  expect(running.alive()).toBe(true);
  await running.close();
  const ending = await startForkServer(killed);
  expect(await probeSeal(sound, 1, async () => ending)).toBeUndefined();
});

test('limits under which a probe could not run do not change the level', async () => {
  const usual = await withJudge({workers: 1}, async ({identity}) => identity.sealLevel);
  const judge = await createJudge({workers: 1, limits: {processes: 1}});
  expect(judge.identity.sealLevel).toBe(usual);
  await judge.close();
});

test('level 3 is refused by naming the folder that keeps jobs of root from their Python', async (context) => {
  context.skip(process.getuid?.() !== 0, 'needs root');
  const folder = mkdtempSync(join(tmpdir(), 'closed-')); // made with mode 0700
  mkdirSync(join(folder, 'python'));
  const python = {...(await findPython()), prefixes: [join(folder, 'python')]};
  const {refused} = await chooseSeal(
    {
      ...{
        python,
        limits: DEFAULT_LIMITS,
        preload: [['unittest']],
        distributions: false,
        scratch: folder,
      },
      layers: {audit: true},
    },
    3,
  );
  expect(refused).toEqual([
    {level: 3, reason: expect.stringContaining(`to whom ${folder} is closed`)},
  ]);
  rmSync(folder, {recursive: true});
});
