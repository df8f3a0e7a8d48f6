import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {seededRandom} from '../../src/score/seeded-random.js';
import {startCli, temporaryFolder} from '../support/e2e/cli.js';
import {survivors, treeOf} from '../support/e2e/processes.js';
import {type RecordingServer, startRecordingServer} from '../support/e2e/recording-server.js';
import {fingerprints, jsonLines} from '../support/e2e/run-files.js';

const scenarios = 'CF_EF_UNIT,CF_EF_FULL,CF_EF_UNIT_SEF,CF_EF_FULL_SEF';
const kills = 10;
const inFlight = 4;
/** So slow that the run of some hundred questions has not ended before the tenth kill. */
const answerDelayMs = 50;

const folder = temporaryFolder();
let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer(answerDelayMs);
});
afterAll(() => server.close());

function commandOf(name: string, part: string): string[] {
  const questions = ['--log', starterLog, '--model', 'simulated:hasty', '--scenarios', scenarios];
  const connection = [
    '--base-url',
    server.url(part),
    '--concurrency',
    String(inFlight),
    '--allow-unsafe',
  ];
  return ['replay', ...questions, ...connection, '--out', join(folder, name)];
}

function storedIn(name: string): unknown[] {
  const path = join(folder, name, 'completions.jsonl');
  return existsSync(path) ? jsonLines(path).map((row) => Object(row).request) : [];
}

/** Waits for it; for ever where none is left. */
async function firstQuestion(part: string): Promise<void> {
  while (server.asked(part).length === 0) await sleep(5);
}

test('a replay killed ten times at random ends as an undisturbed one; nothing stored is asked again, and a kill costs at most what was in flight', async () => {
  const undisturbed = await startCli(commandOf('undisturbed', 'undisturbed'));
  expect(await undisturbed.ended).toMatchObject({exitCode: 0});
  const random = seededRandom(4);
  const asked: string[] = [];
  for (let go = 0; go <= kills; go += 1) {
    const part = `go-${go}`;
    const storedBefore = new Set(storedIn('killed'));
    const running = await startCli(commandOf('killed', part));
    if (go < kills) {
      await Promise.race([running.ended, firstQuestion(part)]);
      await sleep(random.below(250));
      const tree = treeOf(running.pid);
      running.kill('SIGKILL');
      expect(await running.ended, part).toMatchObject({signal: 'SIGKILL'});
      expect(await survivors(tree), part).toEqual([]);
    } else {
      expect(await running.ended, part).toMatchObject({exitCode: 0});
    }
    expect(
      server.asked(part).filter((request) => storedBefore.has(request)),
      part,
    ).toEqual([]);
    asked.push(...server.asked(part));
  }
  expect(fingerprints(join(folder, 'killed'))).toEqual(fingerprints(join(folder, 'undisturbed')));
  const distinct = new Set(asked).size;
  expect(distinct).toBe(new Set(server.asked('undisturbed')).size);
  expect(asked.length - distinct).toBeLessThanOrEqual(kills * inFlight);
});
