import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {type CliResult, temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {smallReferenceRun} from '../support/e2e/reference.js';
import {fingerprints, readRows} from '../support/e2e/run-files.js';
import {exampleProblem} from '../support/example-problem.js';

describe('judging a run’s answers again', () => {
  test('gives the same verdicts and figures, byte for byte, live and static', async () => {
    const folder = temporaryFolder();
    const [live, replayed] = [join(folder, 'live'), join(folder, 'static')];
    cpSync(await smallReferenceRun(), live, {recursive: true});
    const replay = [
      'replay',
      '--log',
      join(live, 'log'),
      '--model',
      'simulated:hasty',
      '--out',
      replayed,
    ];
    expect(await inProcess(replay)).toMatchObject({exitCode: 0});
    for (const run of [live, replayed]) {
      const before = fingerprints(run);
      // Without any verdict in the cache: every job is run anew.
      const result = await inProcess(['judge', run], {
        env: {CONVCODEBENCH_CACHE: temporaryFolder()},
      });
      expect(result, result.stderr).toMatchObject({exitCode: 0});
      expect(result.stderr).toMatch(/^0 verdicts changed$/m);
      expect(result.stderr).toMatch(/ [1-9]\d* jobs? judged now, 0 missing$/m);
      expect(fingerprints(run)).toEqual(before);
    }
  });
});

describe('with a time limit that one of two solutions does not keep', () => {
  const folder = temporaryFolder();
  const suite = join(folder, 'sleepy.jsonl');
  const [live, replayed] = [join(folder, 'live'), join(folder, 'static')];
  const again: Record<'live' | 'static', CliResult | undefined> = {
    live: undefined,
    static: undefined,
  };
  const quick = exampleProblem({task_id: 'Sleepy/0'});
  const slow = exampleProblem({
    task_id: 'Sleepy/1',
    instruct_prompt: 'Double x, but take your time.',
    canonical_solution: '\n    import time\n    time.sleep(4)\n    return 2 * x\n',
  });

  beforeAll(async () => {
    writeFileSync(suite, `${JSON.stringify(quick)}\n${JSON.stringify(slow)}\n`);
    const common = ['--suite', suite, '--model', 'canonical', '--time-limit', '20'];
    const generate = ['generate', ...common, '--scenarios', 'CF_EF_FULL', '--out', live];
    expect(await inProcess(generate)).toMatchObject({exitCode: 0});
    expect(
      await inProcess(['replay', ...common, '--log', join(live, 'log'), '--out', replayed]),
    ).toMatchObject({
      exitCode: 0,
    });
    const judge = (run: string) => inProcess(['judge', run, '--suite', suite, '--time-limit', '2']);
    again.live = await judge(live);
    again.static = await judge(replayed);
  });

  const statusesOf = (run: string, task: string) =>
    readRows(run).flatMap(({task_id, status}) => (task_id === task ? [status] : []));

  test('a static run has one verdict changed, and says so', () => {
    expect(again.static).toMatchObject({exitCode: 0});
    expect(again.static?.stderr).toMatch(/^1 verdicts? changed$/m);
    expect(statusesOf(replayed, 'Sleepy/0')).toEqual(Array(11).fill('pass'));
    expect(statusesOf(replayed, 'Sleepy/1')).toEqual(['timeout', ...Array(10).fill('pass')]);
  });

  test('in a live one, the conversation that nobody had is missing, and the exit code says so', () => {
    expect(again.live).toMatchObject({exitCode: 4});
    expect(again.live?.stderr).toMatch(/^11 verdicts changed$/m);
    expect(statusesOf(live, 'Sleepy/0')).toEqual(Array(11).fill('pass'));
    expect(statusesOf(live, 'Sleepy/1')).toEqual(['timeout', ...Array(10).fill('missing')]);
    expect(readFileSync(join(live, 'metrics.json'), 'utf8')).toContain('"missing": 1');
  });
});
