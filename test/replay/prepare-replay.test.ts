import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {suiteHash} from '../../src/problem/suite.js';
import {prepareReplay, type ReplayLogOptions} from '../../src/replay/prepare-replay.js';
import {solvedLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {logAndSuite} from '../support/log-and-suite.js';

const problem = exampleProblem();

const belonging = ({sha256 = suiteHash([problem]), task = problem.task_id} = {}) =>
  logAndSuite([problem], [solvedLine({task_id: task})], sha256);

async function refusal(options: ReplayLogOptions): Promise<string> {
  const error: unknown = await prepareReplay(options).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError))
    throw new Error(`expected a UsageError, got ${String(error)}`);
  expect(readdirSync(join(options.out, '..'))).toEqual([]);
  return error.message.replaceAll(options.log, 'LOG');
}

test('a log and its suite belong together by the suite’s hash', async () => {
  const {plan} = await prepareReplay(belonging());
  expect(plan([problem])).toHaveLength(11);
});

test('a log of another version of the suite is refused by file and field', async () => {
  const actual = suiteHash([problem]).slice(0, 12);
  expect(await refusal(belonging({sha256: 'f'.repeat(64)}))).toBe(
    `LOG/manifest.json: suite.sha256: ${'f'.repeat(12)}…, but the suite mine has ${actual}…; it was made on another version of it`,
  );
});

test('a log of a suite that cannot be found by name says how to name it', async () => {
  expect(await refusal({...belonging(), suite: undefined})).toBe(
    "LOG: its suite is mine; name the suite's file with `suite`",
  );
});

test('a scenario that the log does not hold is refused, with those it has', async () => {
  expect(await refusal({...belonging(), scenarios: ['CF_SEF', 'CF']})).toBe(
    'LOG: scenario CF is not in this log; it has CF_SEF',
  );
});

test('a line about a problem that the suite does not have is refused, not passed over', async () => {
  expect(await refusal(belonging({task: 'Other/7'}))).toBe(
    'LOG/CF_SEF.jsonl: task_id: the suite mine has no Other/7',
  );
});
