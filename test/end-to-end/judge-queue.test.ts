import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {cli, type RunningCli, startCli, temporaryFolder} from '../support/e2e/cli.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints} from '../support/e2e/run-files.js';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const password = 'a-password';
const port = 20_000 + (process.pid % 20_000);
const url = `redis://127.0.0.1:${port}`;
const env = {CONVCODEBENCH_REDIS_PASSWORD: password, CONVCODEBENCH_QUEUE_LOCK_MS: '2000'};

describe.skipIf(!hasRedis)('judges on a queue (redis-server is not installed)', () => {
  const folder = temporaryFolder();
  let redis: ChildProcess;
  let log: string;
  let workers: RunningCli[] = [];

  beforeAll(async () => {
    const settings = [
      '--port',
      `${port}`,
      '--requirepass',
      password,
      '--save',
      '',
      '--dir',
      folder,
    ];
    redis = spawn('redis-server', settings, {stdio: 'ignore'});
    log = join(await smallReferenceRun(), 'log');
    workers = await Promise.all(
      ['a', 'b'].map((name) =>
        startCli(
          ['worker', '--queue', url, '--suite', 'starter', '--workers', '1', '--allow-unsafe'],
          {
            env: {...env, CONVCODEBENCH_CACHE: join(folder, `cache-${name}`)},
          },
        ),
      ),
    );
  });

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    redis.kill('SIGKILL');
  });

  const replay = (name: string, more: string[]) =>
    cli(
      [
        ...['replay', '--log', log, '--model', 'simulated:hasty', '--limit', '4'],
        ...['--scenarios', 'CF_EF_UNIT,CF_EF_FULL_SEF', '--out', join(folder, name), ...more],
      ],
      {env: {...env, CONVCODEBENCH_CACHE: join(folder, `cache-${name}`)}},
    );

  test('give the bytes of the local judge, with a worker killed in a batch', async () => {
    expect(await replay('local', [])).toMatchObject({exitCode: 0});
    const under = replay('queued', ['--judge-queue', url]);
    await sleep(1_500);
    workers[0]?.kill('SIGKILL');
    const queued = await under;
    expect(queued, queued.stderr).toMatchObject({exitCode: 0});
    expect(fingerprints(join(folder, 'queued'))).toEqual(fingerprints(join(folder, 'local')));
  });

  test('are refused with a wrong password, another URL, and a Redis that evicts', async () => {
    const wrong = await replay('x', ['--judge-queue', `redis://:wrong@127.0.0.1:${port}`]);
    expect(wrong).toMatchObject({exitCode: 2});
    expect(wrong.stderr).toContain('its password is missing or wrong');
    expect(await replay('y', ['--judge-queue', 'http://h'])).toMatchObject({exitCode: 2});
    expect(await replay('z', ['--judge-queue', 'redis://127.0.0.1:1'])).toMatchObject({
      exitCode: 3,
    });
    const set = ['-p', `${port}`, 'config', 'set', 'maxmemory-policy', 'allkeys-lru'];
    spawnSync('redis-cli', set, {env: {...process.env, REDISCLI_AUTH: password}});
    const evicts = await replay('e', ['--judge-queue', url]);
    expect(evicts).toMatchObject({exitCode: 2});
    expect(evicts.stderr).toContain('maxmemory-policy is allkeys-lru');
  });
});
