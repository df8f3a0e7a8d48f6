import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {cli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {type RecordingServer, startRecordingServer} from '../support/e2e/recording-server.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints} from '../support/e2e/run-files.js';

const models = ['careful', 'hasty', 'beginner', 'stubborn'].map((name) => `simulated:${name}`);

describe('a sweep of four models over two endpoints', () => {
  const folder = temporaryFolder();
  const servers: RecordingServer[] = [];
  let log: string;

  beforeAll(async () => {
    servers.push(await startRecordingServer(), await startRecordingServer());
    log = join(await smallReferenceRun(), 'log');
  });

  afterAll(() => Promise.all(servers.map((server) => server.close())));

  /** `name` tells what was asked in which sweep. */
  function sweepFile(name: string, more: object[] = []): string {
    const path = join(folder, `${name}.json`);
    const [one, two] = servers;
    const sweep = {
      out: join(folder, name),
      logs: [log],
      scenarios: ['CF_EF_FULL_SEF'],
      limit: 3,
      endpoints: {
        one: {base_url: one?.url(name), concurrency: 2, seconds_per_answer: 1},
        two: {base_url: two?.url(name), concurrency: 2, seconds_per_answer: 2},
      },
      models: [...models.map((model, i) => ({model, endpoint: i % 2 ? 'two' : 'one'})), ...more],
      judge: {allow_unsafe: true, workers: 1},
    };
    writeFileSync(path, JSON.stringify(sweep));
    return path;
  }

  test('killed and resumed, ends as if nothing had happened; another’s failure stops none', async () => {
    const whole = await inProcess(['sweep', sweepFile('whole')]);
    expect(whole, whole.stderr).toMatchObject({exitCode: 0});
    for (const model of models) expect(whole.stdout).toContain(model);
    expect(existsSync(join(folder, 'whole', 'report.html'))).toBe(true);
    for (const server of servers) expect(server.asked('whole').length).toBeGreaterThan(5);

    // The last has answers of a file that is not there.
    const path = sweepFile('killed', [{model: 'file:/nowhere.jsonl', name: 'nowhere'}]);
    const killed = await cli(['sweep', path], {env: {CONVCODEBENCH_FAULT_KILL_AT_WRITE: '100'}});
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    const before = servers.map((server) => server.asked('killed').length);
    const resumed = await inProcess(['sweep', path]);
    expect(resumed, resumed.stderr).toMatchObject({exitCode: 4});
    expect(resumed.stderr).toMatch(/log\/nowhere: .*nowhere\.jsonl/);
    for (const model of models) {
      const run = join('log', model.replace(':', '--'));
      expect(fingerprints(join(folder, 'killed', run)), model).toEqual(
        fingerprints(join(folder, 'whole', run)),
      );
    }
    expect(Math.max(...before)).toBeGreaterThan(0);
    // Asked twice is at most what was in flight when it was killed.
    for (const server of servers) {
      const twice = server.asked('killed').length - server.asked('whole').length;
      expect(twice).toBeLessThanOrEqual(2);
    }
  });

  test('is told beforehand what it takes in all', async () => {
    const dry = await inProcess(['sweep', sweepFile('dry'), '--dry-run', '--json']);
    expect(dry, dry.stderr).toMatchObject({exitCode: 0});
    const {runs, total} = JSON.parse(dry.stdout);
    expect(runs).toHaveLength(4);
    expect(total.load.requests).toBe(4 * runs[0].load.requests);
    expect(total.hours).toBeCloseTo((2 * runs[0].load.requests * 2) / 2 / 3600);
    for (const server of servers) expect(server.asked('dry')).toEqual([]);
    expect(existsSync(join(folder, 'dry'))).toBe(false);
  });
});
