import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {cli, type RunningCli, startCli, temporaryFolder} from '../support/e2e/cli.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints} from '../support/e2e/run-files.js';
import {freePort, hasRedis, startRedis, type TestRedis} from '../support/redis.js';

const password = 'a-password';

describe.skipIf(!hasRedis)('judges on a queue (needs redis-server)', () => {
  const folder = temporaryFolder();
  const certificate = join(folder, 'certificate.pem');
  const env = {
    CONVCODEBENCH_REDIS_PASSWORD: password,
    CONVCODEBENCH_QUEUE_LOCK_MS: '2000',
    NODE_EXTRA_CA_CERTS: certificate,
  };
  let redis: TestRedis;
  let secure: string;
  let log: string;
  let workers: RunningCli[] = [];

  beforeAll(async () => {
    const key = join(folder, 'key.pem');
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', '/CN=queue', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ]);
    expect(made.status, String(made.stderr)).toBe(0);
    const tlsPort = await freePort();
    secure = `rediss://127.0.0.1:${tlsPort}`;
    const tls = ['--tls-port', `${tlsPort}`, '--tls-cert-file', certificate, '--tls-key-file', key];
    redis = await startRedis([...tls, '--tls-auth-clients', 'no'], {password});
    log = join(await smallReferenceRun(), 'log');
    const worker = ['worker', '--suite', 'starter', '--workers', '1', '--allow-unsafe'];
    workers = await Promise.all(
      [redis.url, secure].map((url, i) =>
        startCli([...worker, '--queue', url], {
          env: {...env, CONVCODEBENCH_CACHE: join(folder, `cache-${i}`)},
        }),
      ),
    );
  });

  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await redis.close();
  });

  const replay = (name: string, more: string[], further: Record<string, string> = {}) =>
    cli(
      [
        ...['replay', '--log', log, '--model', 'simulated:hasty', '--limit', '4'],
        ...['--scenarios', 'CF_EF_UNIT,CF_EF_FULL_SEF', '--out', join(folder, name), ...more],
      ],
      {env: {...env, CONVCODEBENCH_CACHE: join(folder, `cache-${name}`), ...further}},
    );

  test('give, over TLS, the bytes of the local judge, with who asks and a worker killed', async () => {
    expect(await replay('local', [])).toMatchObject({exitCode: 0});
    const queued = ['--judge-queue', secure];
    const killed = await replay('queued', queued, {CONVCODEBENCH_FAULT_KILL_AT_WRITE: '60'});
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    const under = replay('queued', queued);
    await sleep(1_500);
    workers[0]?.kill('SIGKILL');
    const resumed = await under;
    expect(resumed, resumed.stderr).toMatchObject({exitCode: 0});
    expect(fingerprints(join(folder, 'queued'))).toEqual(fingerprints(join(folder, 'local')));
  });

  test('are told by doctor, also why there is none', async () => {
    const seen = await cli(['doctor', '--queue', secure, '--json'], {env});
    const {findings, queue} = JSON.parse(seen.stdout);
    expect(findings.at(-1)).toMatchObject({subject: 'Queue', verdict: 'good'});
    expect(queue.queues).toMatchObject([{waiting: 0, failed: 0, identity: {format: 1}}]);
    const unknown = await cli(['doctor', '--queue', secure], {
      env: {...env, NODE_EXTRA_CA_CERTS: ''},
    });
    expect(unknown).toMatchObject({exitCode: 1});
    expect(unknown.stdout).toMatch(/BAD +Queue .*its certificate is not trusted here .*NODE_EXTRA/);
    const wrong = await replay('x', ['--judge-queue', `redis://:wrong@127.0.0.1:${redis.port}`]);
    expect(wrong).toMatchObject({exitCode: 2});
    expect(wrong.stderr).toContain('its password is missing or wrong');
  });
});
