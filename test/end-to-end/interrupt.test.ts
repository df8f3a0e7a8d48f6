import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startCli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {survivors, treeOf} from '../support/e2e/processes.js';
import {type RecordingServer, startRecordingServer} from '../support/e2e/recording-server.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints, readCompletions} from '../support/e2e/run-files.js';

describe.each([
  {signal: 'SIGINT', code: 130},
  {signal: 'SIGTERM', code: 143},
] as const)('stopped by $signal', ({signal, code}) => {
  const folder = temporaryFolder();
  const out = join(folder, 'run');
  let server: RecordingServer;
  let command: (sitting: string, out: string) => string[];

  beforeAll(async () => {
    server = await startRecordingServer(150);
    const log = join(await smallReferenceRun(), 'log');
    const options = [
      '--limit',
      '4',
      '--concurrency',
      '2',
      '--allow-unsafe',
      '--model',
      'simulated:all-ears',
    ];
    command = (sitting, to) => [
      'replay',
      '--log',
      log,
      ...options,
      '--base-url',
      server.url(sitting),
      '--out',
      to,
    ];
  });

  afterAll(() => server.close());

  test(`it ends with ${code} and one line, keeps every answer, leaves no process, and goes on where it was`, async () => {
    const running = await startCli(command('stopped', out));
    while (server.answered('stopped').length < 4) await sleep(5);
    const tree = treeOf(running.pid);
    expect(tree.length).toBeGreaterThan(1);
    const answeredBefore = server.answered('stopped');
    running.kill(signal);
    const {exitCode, stdout, stderr} = await running.ended;
    expect(exitCode, stderr).toBe(code);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^stopped by ${signal}: .*same command again`),
    );
    expect(await survivors(tree)).toEqual([]);

    const kept = readCompletions(out).map(({request}) => request);
    // The last one answered may still have been on its way when the signal came.
    expect(kept).toEqual(expect.arrayContaining(answeredBefore.slice(0, -1)));

    expect(await inProcess(command('resumed', out))).toMatchObject({exitCode: 0});
    expect(server.asked('resumed').filter((request) => kept.includes(request))).toEqual([]);
    expect(server.asked('resumed').length).toBeGreaterThan(0);
    expect(await inProcess(command('whole', join(folder, 'whole')))).toMatchObject({exitCode: 0});
    expect(fingerprints(out)).toEqual(fingerprints(join(folder, 'whole')));
  });
});
