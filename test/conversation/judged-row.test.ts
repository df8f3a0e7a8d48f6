import {getEventListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {judgeCode, judgedRow} from '../../src/conversation/judged-row.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeJudge} from '../support/fakes.js';

const place = {scenario: 'CF', task_id: 'P/0', turn: 1} as const;
const rowOf = (judgement: Judgement) =>
  judgedRow(place, {judgement, code: 'def f(:', request: 'r'.repeat(64)}, null);

test('a program that does not compile has the failing entry ALL, as it has in every other file', () => {
  const row = rowOf({status: 'fail', compilationError: 'SyntaxError: invalid syntax'});
  expect(row).toMatchObject({origin: 'answered', status: 'fail', failures: ['ALL']});
});

test('an answer without a verdict has no failing entry: nothing is known of it', () => {
  const row = rowOf({status: 'missing', reason: 'the fork server ended'});
  expect(row).toMatchObject({origin: 'missing', status: 'missing', failures: []});
});

describe('a judge that is not waited for', () => {
  const problem = exampleProblem();
  const judging = (judge: Judge, signal?: AbortSignal) => ({
    ...{judge, timeLimitMs: () => 1000, signal},
  });
  const never: Judge = {...createFakeJudge(), judge: () => new Promise(() => {})};

  test('is left at the signal, with its reason', async () => {
    const stop = new AbortController();
    const verdict = judgeCode('x', problem, judging(never, stop.signal));
    stop.abort(new Error('enough'));
    await expect(verdict).rejects.toThrow('enough');
    await expect(judgeCode('x', problem, judging(never, stop.signal))).rejects.toThrow('enough');
  });

  test('leaves nobody listening to the signal behind', async () => {
    const stop = new AbortController();
    const verdict = judgeCode('# passes', problem, judging(createFakeJudge(), stop.signal));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    expect((await verdict).status).toBe('pass');
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });

  test('judges as well where there is no signal', async () => {
    expect((await judgeCode('# passes', problem, judging(createFakeJudge()))).status).toBe('pass');
  });
});
