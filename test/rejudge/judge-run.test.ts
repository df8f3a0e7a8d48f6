import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {generateLog, judgeRun} from '../../src/index.js';
import {
  createBreakingJudge,
  createFakeJudge,
  createFakeModel,
  fencedAnswer,
} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** A live run of 22 different answers, none of which passes. */
async function finishedRun(): Promise<string> {
  const {directory} = await generateLog({
    suite: 'starter',
    tasks: ['Starter/0', 'Starter/1'],
    scenarios: ['CF_EF_FULL'],
    model: createFakeModel((_request, nth) => fencedAnswer(`# fails test_one\n# answer ${nth}\n`)),
    judge: createFakeJudge(),
    out: join(temporaryDirectory(), 'live'),
  });
  return directory;
}

test('what a call that was stopped has judged is not judged again', async () => {
  const directory = await finishedRun();
  const kept = join(directory, 'verdicts-again.jsonl');
  const before = readFileSync(join(directory, 'verdicts.jsonl'), 'utf8');
  const failures = join(directory, 'failures.jsonl');
  const failedBefore = readFileSync(failures, 'utf8');
  expect(failedBefore.trim().split('\n')).toHaveLength(22);
  writeFileSync(failures, '');
  await expect(judgeRun({directory, judge: createBreakingJudge(5)})).rejects.toThrow('broken');
  expect(readFileSync(join(directory, 'verdicts.jsonl'), 'utf8')).toBe(before);
  const begun = readFileSync(kept, 'utf8');
  const verdictsKept = begun.split('\n').length - 1;
  expect(verdictsKept).toBeGreaterThan(0);
  writeFileSync(kept, `${begun}{"judging": "torn`);

  const judge = createFakeJudge();
  const seen: number[] = [];
  const {changed} = await judgeRun({directory, judge, onProgress: ({done}) => seen.push(done)});
  expect(judge.judged).toHaveLength(22 - verdictsKept);
  expect([seen[0], seen.at(-1)]).toEqual([verdictsKept, 22]);
  expect(changed).toBe(0);
  expect(existsSync(kept)).toBe(false);
  expect(readFileSync(join(directory, 'verdicts.jsonl'), 'utf8')).toBe(before);
  expect(readFileSync(failures, 'utf8')).toBe(failedBefore);
});

test('a judge of another making finds none of them', async () => {
  const directory = await finishedRun();
  await expect(judgeRun({directory, judge: createBreakingJudge(5)})).rejects.toThrow('broken');
  const other = createFakeJudge();
  const identity = {...other.identity, environment: 'another'};
  await judgeRun({directory, judge: {...other, identity}});
  expect(other.judged).toHaveLength(22);
});
