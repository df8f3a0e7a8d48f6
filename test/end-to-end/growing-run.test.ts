import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {type RecordingServer, startRecordingServer} from '../support/e2e/recording-server.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints, readCompletions, readManifest} from '../support/e2e/run-files.js';

const steps = [
  {scenarios: 'CF_EF_UNIT', limit: '2'},
  {scenarios: 'CF_EF_UNIT', limit: '4'},
  {scenarios: 'CF_EF_UNIT,CF_SNF,CF_EF_FULL_SEF', limit: '4'},
];

describe.each(['generate', 'replay'] as const)(
  '%s into a directory that is there, with more problems and scenarios',
  (verb) => {
    const folder = temporaryFolder();
    const grown = join(folder, 'grown');
    let server: RecordingServer;
    let log: string;

    beforeAll(async () => {
      server = await startRecordingServer();
      log = join(await smallReferenceRun(), 'log');
    });

    afterAll(() => server.close());

    function run(
      out: string,
      sitting: string,
      {scenarios, limit}: {scenarios: string; limit: string},
    ) {
      const subject = verb === 'generate' ? [] : ['--log', log];
      const chosen = [
        '--scenarios',
        scenarios,
        '--limit',
        limit,
        '--base-url',
        server.url(sitting),
        '--allow-unsafe',
      ];
      return inProcess([verb, ...subject, '--model', 'simulated:careful', ...chosen, '--out', out]);
    }

    test('asks only for what is new, and ends as if begun with all of it', async () => {
      for (const [i, step] of steps.entries()) {
        const stored = i === 0 ? [] : readCompletions(grown).map(({request}) => request);
        expect(await run(grown, `step-${i}`, step)).toMatchObject({exitCode: 0});
        const asked = server.asked(`step-${i}`);
        expect(asked.length).toBeGreaterThan(0);
        expect(asked.filter((request) => stored.includes(request))).toEqual([]);
        expect(readManifest(grown).problems).toBe(Number(step.limit));
      }
      const [all] = steps.slice(-1);
      if (!all) throw new Error('no step');
      expect(await run(join(folder, 'at-once'), 'at-once', all)).toMatchObject({exitCode: 0});
      expect(fingerprints(grown)).toEqual(fingerprints(join(folder, 'at-once')));
    });

    test('asks nothing when asked for less, and forgets nothing', async () => {
      const before = fingerprints(grown);
      const [least] = steps;
      if (!least) throw new Error('no step');
      expect(await run(grown, 'less', least)).toMatchObject({exitCode: 0});
      expect(server.asked('less')).toEqual([]);
      expect(fingerprints(grown)).toEqual(before);
    });
  },
);
