import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createJudge} from '../../src/execution/create-judge.js';
import {probeSeal} from '../../src/execution/seal-probe.js';
import {fakeLaunch} from './fake-server.js';
import {withJudge} from './judge-fixture.js';

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

test('limits under which a probe could not run do not change the level', async () => {
  const usual = await withJudge({workers: 1}, async ({identity}) => identity.sealLevel);
  const judge = await createJudge({workers: 1, limits: {processes: 1}});
  expect(judge.identity.sealLevel).toBe(usual);
  await judge.close();
});
