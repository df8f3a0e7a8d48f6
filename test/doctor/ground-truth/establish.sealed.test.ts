import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {establishGroundTruth} from '../../../src/doctor/ground-truth/establish.js';
import {generateLog} from '../../../src/generate/generate-log.js';
import {findGroundTruth} from '../../../src/judging/ground-truth-outcome.js';
import type {JudgeSpec} from '../../../src/open/open-judge.js';
import type {Problem} from '../../../src/problem/problem.js';
import {loadSuite} from '../../../src/problem/suite.js';
import {runCommand} from '../../commands/run-command.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';
import {tinyProblem, writeTinySuite} from '../../support/tiny-suite.js';

/** Passes; fails; lacks a library. */
const problems = [
  tinyProblem(0),
  tinyProblem(1, {canonical_solution: '    return 3 * x\n'}),
  tinyProblem(2, {canonical_solution: '    import no_such_library\n'}),
];
const sleepsThroughEveryLimit = tinyProblem(3, {
  canonical_solution: '\n    import time\n    time.sleep(30)\n',
});

async function establish(
  directory: string,
  {again, given = problems}: {again?: boolean; given?: readonly Problem[]} = {},
) {
  const suite = await loadSuite(writeTinySuite(directory, given));
  const ran: number[] = [];
  const result = await establishGroundTruth({
    suite,
    judge: {timeLimitMs: 2000, workers: 2},
    directory: join(directory, 'outcomes'),
    ...(again !== undefined && {again}),
    onProgress: ({done}) => ran.push(done),
  });
  if ('missing' in result) throw new Error('a verdict is missing');
  return {...result, ran: ran.length};
}

describe('ground truth', () => {
  test('runs each canonical solution, those that fail three times, and says why', async () => {
    const given = [...problems, sleepsThroughEveryLimit];
    const {outcome, cached} = await establish(temporaryDirectory(), {given});
    expect(cached).toBe(false);
    const found = outcome.problems.map(({task_id, status, cause, statuses}) => [
      task_id,
      status,
      cause,
      statuses.length,
    ]);
    expect(found).toEqual([
      ['Tiny/0', 'pass', null, 1],
      ['Tiny/1', 'fail', 'other', 3],
      ['Tiny/2', 'fail', 'missing library', 3],
      ['Tiny/3', 'timeout', 'timeout', 3],
    ]);
    expect(outcome.problems[1]?.failures).toEqual([
      {test: 'test_double', text: expect.stringContaining('6 != 4')},
    ]);
    // What does not pass keeps the limit it was run with.
    expect(outcome.problems.map(({time_limit_ms}) => time_limit_ms).slice(1)).toEqual([
      2000, 2000, 2000,
    ]);
  });

  test('is kept: the second call runs nothing, `again` only what failed', async () => {
    const directory = temporaryDirectory();
    const first = await establish(directory);
    const second = await establish(directory);
    expect(second).toEqual({...first, cached: true, ran: 0});
    const third = await establish(directory, {again: true});
    expect(third.cached).toBe(false);
    // Told at the start of each round, and after each of two failing problems in each of them.
    expect(third.ran).toBe(6);
    expect(third.outcome.problems[0]).toEqual(first.outcome.problems[0]);
    expect(
      readdirSync(join(directory, 'outcomes')).filter((name) => !name.endsWith('.json')),
    ).toEqual([]);
  });

  test('of another limit stands apart, and calibrates no run', async () => {
    const directory = temporaryDirectory();
    const outcomes = join(directory, 'outcomes');
    const suite = await loadSuite(writeTinySuite(directory, problems.slice(0, 2)));
    const of = async (judge: JudgeSpec) => {
      const result = await establishGroundTruth({
        suite,
        judge: {workers: 1, ...judge},
        directory: outcomes,
      });
      if ('missing' in result) throw new Error('a verdict is missing');
      return result;
    };
    const {outcome: short} = await of({timeLimitMs: 5000});
    const {judge} = short;
    expect(findGroundTruth({suite, judge}, outcomes)).toBeNull();
    expect((await of({limits: {files: 300}})).outcome.limits).toEqual({files: 300});
    expect(findGroundTruth({suite, judge}, outcomes)).toBeNull();
    const {outcome, cached} = await of({limits: {files: 512}}); // the usual one
    expect(cached).toBe(false);
    expect(findGroundTruth({suite, judge}, outcomes)).toEqual(outcome);
    expect(await of({timeLimitMs: 5000})).toEqual({outcome: short, cached: true});
  });

  test('takes a solution’s time without that of the server’s start', async () => {
    const directory = temporaryDirectory();
    const suite = await loadSuite(writeTinySuite(directory, problems.slice(0, 1)));
    const judge = {workers: 1};
    const began = performance.now();
    const result = await establishGroundTruth({suite, judge, directory: join(directory, 'out')});
    const wholeMs = performance.now() - began;
    if ('missing' in result) throw new Error('a verdict is missing');
    expect(result.outcome.problems[0]?.status).toBe('pass');
    expect(result.outcome.problems[0]?.duration_ms).toBeLessThan(wholeMs / 4);
  });

  test('goes on where it was stopped', async () => {
    const directory = temporaryDirectory();
    const suite = await loadSuite(writeTinySuite(directory, problems));
    const stop = new AbortController();
    const options = {
      suite,
      judge: {timeLimitMs: 2000, workers: 1},
      directory: join(directory, 'outcomes'),
    };
    const stopAtSecond = ({done}: {done: number}) => {
      if (done === 2) stop.abort(new Error('stopped'));
    };
    await expect(
      establishGroundTruth({...options, signal: stop.signal, onProgress: stopAtSecond}),
    ).rejects.toThrow('stopped');
    const before: number[] = [];
    const result = await establishGroundTruth({
      ...options,
      onProgress: (progress) => before.push(progress.before),
    });
    expect(new Set(before)).toEqual(new Set([2]));
    expect('outcome' in result && result.outcome.problems).toHaveLength(3);
  });
});

describe('a run', () => {
  test('is reported over all problems, and over those whose ground truth passes', async () => {
    const directory = temporaryDirectory();
    const cacheBefore = process.env.CONVCODEBENCH_CACHE;
    process.env.CONVCODEBENCH_CACHE = join(directory, 'cache');
    try {
      const path = writeTinySuite(directory, problems.slice(0, 2));
      const suite = await loadSuite(path);
      await establishGroundTruth({suite, judge: {workers: 2}});
      const out = join(directory, 'run');
      const options = {model: 'canonical', scenarios: ['CF' as const], out};
      const outcome = await generateLog({
        ...options,
        suite: path,
        judge: {timeLimitMs: 2000, workers: 2},
      });
      expect(outcome.manifest.ground_truth).toMatchObject({passes: 1, fails: 1});
      // One of two solutions passes; of those whose ground truth passes, all do.
      const recallOf = ({
        scenarios,
      }: {
        scenarios: {scenario: string; recall: {value: number | null; n: number}}[];
      }) => scenarios.map(({scenario, recall}) => [scenario, recall.value, recall.n]);
      expect(recallOf(outcome.metrics)).toContainEqual(['CF', 0.5, 2]);
      expect(outcome.passingMetrics && recallOf(outcome.passingMetrics)).toContainEqual([
        'CF',
        1,
        1,
      ]);

      // The cache may go: the run's own directory says all.
      process.env.CONVCODEBENCH_CACHE = join(directory, 'another cache');
      const {printed} = await runCommand(['report', out]);
      expect(printed).toContain(', ground-truth-passes problems only');
      const json: {runs: {metrics: {subset: string | null}}[]} = JSON.parse(
        (await runCommand(['report', out, '--json'])).printed,
      );
      expect(json.runs.map(({metrics}) => metrics.subset)).toEqual([null, 'ground-truth-passes']);
    } finally {
      if (cacheBefore === undefined) delete process.env.CONVCODEBENCH_CACHE;
      else process.env.CONVCODEBENCH_CACHE = cacheBefore;
    }
  });
});
