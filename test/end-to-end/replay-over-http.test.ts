import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {loadSuite} from '../../src/problem/suite.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import {startSimulatedServer} from '../../src/simulation/http-server.js';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {referenceRun} from '../support/e2e/reference.js';
import {readManifest} from '../support/e2e/run-files.js';

const scenarios = 'CF_EF_UNIT_SNF,CF_EF_FULL_SEF';

test('a replay over HTTP and one in process give the same verdicts and answers, byte for byte', async () => {
  const log = join(await referenceRun(), 'log');
  const folder = temporaryFolder();
  const suite = await loadSuite('starter');
  const server = await startSimulatedServer({suite, catalogue: await loadCatalogue(suite)});
  const replay = (out: string, ...more: string[]) =>
    inProcess([
      'replay',
      '--log',
      log,
      '--scenarios',
      scenarios,
      '--model',
      'simulated:hasty',
      '--out',
      join(folder, out),
      ...more,
    ]);
  try {
    expect(await replay('in-process')).toMatchObject({exitCode: 0});
    expect(await replay('over-http', '--base-url', server.url, '--allow-unsafe')).toMatchObject({
      exitCode: 0,
    });
  } finally {
    await server.close();
  }
  for (const file of ['verdicts.jsonl', 'completions.jsonl', 'metrics.json']) {
    expect(readFileSync(join(folder, 'over-http', file), 'utf8')).toBe(
      readFileSync(join(folder, 'in-process', file), 'utf8'),
    );
  }
  expect(readManifest(join(folder, 'over-http'))).toMatchObject({
    simulated: true,
    model: 'simulated:hasty',
  });
});
