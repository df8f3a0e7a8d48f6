import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import PQueue from 'p-queue';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {seededRandom} from '../../src/score/seeded-random.js';
import {type CliResult, cli, startCli, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {survivors, treeOf} from '../support/e2e/processes.js';
import {type RecordingServer, startRecordingServer} from '../support/e2e/recording-server.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints, jsonLines} from '../support/e2e/run-files.js';

/** As many processes at once as there are cores. */
const atOnce = 2;
const scenarios = ['--scenarios', 'CF_EF_UNIT,CF_EF_FULL_SEF', '--limit', '2'];
const inFlight = 3;

describe.each(['generate', 'replay'] as const)('%s, killed', (verb) => {
  const folder = temporaryFolder();
  const undisturbed = join(folder, 'undisturbed');
  let server: RecordingServer;
  let log: string;

  beforeAll(async () => {
    server = await startRecordingServer();
    log = join(await smallReferenceRun(), 'log');
    expect(await undisturbedGo('undisturbed')).toMatchObject({exitCode: 0});
  });

  afterAll(() => server.close());

  function commandOf(name: string, part: string): string[] {
    const connection = [
      '--base-url',
      server.url(part),
      '--concurrency',
      String(inFlight),
      '--allow-unsafe',
    ];
    const subject =
      verb === 'generate'
        ? ['--model', 'simulated:hasty']
        : ['--model', 'simulated:hasty', '--log', log];
    return [
      verb,
      ...subject,
      ...scenarios,
      ...connection,
      '--workers',
      '1',
      '--out',
      join(folder, name),
    ];
  }

  /** A go at the run `name` that nobody kills. */
  function undisturbedGo(name: string): Promise<CliResult> {
    return inProcess(commandOf(name, name));
  }

  /** A process that goes at the run `name`, killed at a write; `part` tells its goes apart. */
  function goKilledAt(write: number, name: string, part: string): Promise<CliResult> {
    const env = {CONVCODEBENCH_FAULT_KILL_AT_WRITE: String(write)};
    return cli(commandOf(name, part), {env});
  }

  const storedIn = (name: string) => {
    const path = join(folder, name, 'completions.jsonl');
    if (!existsSync(path)) return [];
    return jsonLines(path).map((row) => Object(row).request);
  };

  /**
   * The run is as if nothing had happened, and nobody was asked again for what was stored before.
   */
  function expectAsUndisturbed(name: string, goes: {part: string; storedBefore: string[]}[]): void {
    expect(fingerprints(join(folder, name)), name).toEqual(fingerprints(undisturbed));
    for (const {part, storedBefore} of goes) {
      const stored = new Set(storedBefore);
      expect(
        server.asked(part).filter((request) => stored.has(request)),
        part,
      ).toEqual([]);
    }
    const asked = goes.flatMap(({part}) => server.asked(part));
    expect(asked.length - new Set(asked).size, name).toBeLessThanOrEqual(
      (goes.length - 1) * inFlight,
    );
  }

  /** Writes between two kills. */
  const apart = process.env.CONVCODEBENCH_SLOW_TESTS ? 10 : 25;

  test('the undisturbed run asks every request once', () => {
    expect(storedIn('undisturbed').length).toBeGreaterThan(5);
    expect(server.asked('undisturbed').sort()).toEqual(storedIn('undisturbed').sort());
  });

  test('at writes all along, and at every second of the last ones: the next go ends as if nothing had happened', async () => {
    const last = countWrites(undisturbed);
    const along = Array.from({length: Math.floor(last / apart)}, (_, i) => apart * (i + 1));
    const finishing = [last - 7, last - 5, last - 3, last - 1, last];
    const queue = new PQueue({concurrency: atOnce});
    await queue.addAll(
      [...new Set([...along, ...finishing])].map((write) => async () => {
        const name = `write-${write}`;
        const killed = await goKilledAt(write, name, `${name}-killed`);
        expect(killed.signal, `${name}: ${killed.stderr}`).toBe('SIGKILL');
        const storedBefore = storedIn(name);
        expect(await undisturbedGo(name), name).toMatchObject({exitCode: 0});
        expectAsUndisturbed(name, [
          {part: `${name}-killed`, storedBefore: []},
          {part: name, storedBefore},
        ]);
      }),
    );
    expect(await goKilledAt(last + 1, 'beyond', 'beyond')).toMatchObject({exitCode: 0});
  });

  // Of a replay `killed-ten-times.test.ts` says it.
  if (verb === 'generate')
    test('again and again at random times: the last go ends as if nothing had happened, and nothing of the others is left running', async () => {
      const random = seededRandom(1);
      const goes: {part: string; storedBefore: string[]}[] = [];
      let kills = 0;
      for (let ended = false; !ended; ) {
        const part = `random-${goes.length}`;
        goes.push({part, storedBefore: storedIn('random')});
        const running = await startCli(commandOf('random', part));
        const isLast = goes.length > 4;
        const done = running.ended.then(() => true);
        if (!isLast && !(await Promise.race([done, firstQuestion(part)]))) {
          await Promise.race([done, sleep(random.below(60))]);
          const tree = treeOf(running.pid);
          running.kill('SIGKILL');
          expect(await survivors(tree), part).toEqual([]);
        }
        const {exitCode, signal, stderr} = await running.ended;
        ended = signal === undefined;
        kills += ended ? 0 : 1;
        if (ended) expect(exitCode, stderr).toBe(0);
      }
      expect(kills).toBeGreaterThan(0);
      expectAsUndisturbed('random', goes);
    });

  /** False when the first question of a go has come; never, if it has none. */
  async function firstQuestion(part: string): Promise<false> {
    while (server.asked(part).length === 0) await sleep(5);
    return false;
  }
});

/**
 * How many writes a run of one go takes: every line appended, and every file written whole when it
 * begins and ends.
 */
function countWrites(run: string): number {
  const lines = (path: string) => readFileSync(join(run, path), 'utf8').split('\n').length - 1;
  const logFiles = Object.keys(fingerprints(run)).filter((path) => path.startsWith('log/'));
  const logLines = logFiles.filter((path) => path.endsWith('.jsonl')).map(lines);
  const appended = [
    lines('completions.jsonl'),
    lines('verdicts.jsonl'),
    lines('failures.jsonl'),
    lines('journal.jsonl'),
    ...logLines,
  ];
  const whole = [
    'manifest.json',
    'manifest.json',
    'metrics.json',
    'completions.jsonl',
    'verdicts.jsonl',
    'failures.jsonl',
    ...logFiles,
  ];
  return appended.reduce((sum, count) => sum + count, whole.length);
}
