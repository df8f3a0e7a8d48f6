import {getEventListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {
  failedProgram,
  judgedRow,
  judgeProgram,
  missingRow,
} from '../../src/conversation/judged-row.js';
import {sha256} from '../../src/files/canonical-hash.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeJudge} from '../support/fakes.js';

const place = {scenario: 'CF', task_id: 'P/0', turn: 1} as const;
const rowOf = (judgement: Judgement) =>
  judgedRow(place, {judgement, program: 'def f(:', found: 'bare', request: 'r'.repeat(64)}, null);

test('a program that does not compile has the failing entry ALL, as it has in every other file', () => {
  const row = rowOf({status: 'fail', compilationError: 'SyntaxError: invalid syntax'});
  expect(row).toMatchObject({origin: 'answered', status: 'fail', failures: ['ALL']});
});

test('an answer without a verdict has no failing entry: nothing is known of it', () => {
  const row = rowOf({status: 'missing', reason: 'the fork server ended'});
  expect(row).toMatchObject({origin: 'missing', status: 'missing', failures: []});
});

test('a row tells the rule that found the program, how a pass was established, and what is missing', () => {
  const told = (judgement: Judgement) => {
    const {found, trust, missing} = rowOf(judgement);
    return {found, trust, missing};
  };
  const report = {tests: [], failures: []};
  expect(told({status: 'pass', report})).toEqual({found: 'bare', trust: 'shared', missing: null});
  expect(told({status: 'fail', report})).toEqual({found: 'bare', trust: null, missing: null});
  expect(told({status: 'missing', reason: 'the server\nended\u001b[31m'})).toEqual({
    found: 'bare',
    trust: null,
    missing: 'the server ended [31m',
  });
  expect(missingRow(place, 'fail', 'no\tanswer')).toEqual({
    ...place,
    origin: 'missing',
    status: 'missing',
    reference_status: 'fail',
    failures: [],
    code_sha256: null,
    request: null,
    found: null,
    trust: null,
    missing: 'no answer',
  });
});

describe('what a program failed at is kept', () => {
  const kept = (judgement: Judgement) => failedProgram(place, {judgement, program: 'x = 1'});
  const report = (text: string) => ({tests: ['test_a'], failures: [{test: 'test_a', text}]});

  test('test by test, or in the words of the compiler', () => {
    expect(kept({status: 'fail', report: report('Traceback')})).toEqual({
      task_id: 'P/0',
      code_sha256: sha256('x = 1'),
      failures: [{name: 'test_a', text: 'Traceback'}],
    });
    expect(kept({status: 'fail', compilationError: 'SyntaxError: no'})).toMatchObject({
      failures: [{name: 'ALL', text: 'SyntaxError: no'}],
    });
  });

  test('a long text cut as feedback cuts it', () => {
    const [failure] = kept({status: 'fail', report: report('x'.repeat(9_000))})?.failures ?? [];
    expect(failure?.text).toBe(`${'x'.repeat(2_000)}\n...\n${'x'.repeat(4_000)}`);
  });

  test('nothing of one that passed, or has no verdict', () => {
    expect(kept({status: 'pass', report: {tests: [], failures: []}})).toBeNull();
    expect(kept({status: 'missing', reason: 'killed'})).toBeNull();
  });
});

describe('a judge that is not waited for', () => {
  const of = {problem: exampleProblem(), turn: 1};
  const judging = (judge: Judge, signal?: AbortSignal) => ({
    ...{judge, timeLimitMs: () => 1000, signal},
  });
  const never: Judge = {...createFakeJudge(), judge: () => new Promise(() => {})};

  test('is left at the signal, with its reason', async () => {
    const stop = new AbortController();
    const verdict = judgeProgram('x', of, judging(never, stop.signal));
    stop.abort(new Error('enough'));
    await expect(verdict).rejects.toThrow('enough');
    await expect(judgeProgram('x', of, judging(never, stop.signal))).rejects.toThrow('enough');
  });

  test('leaves nobody listening to the signal behind', async () => {
    const stop = new AbortController();
    const verdict = judgeProgram('# passes', of, judging(createFakeJudge(), stop.signal));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    expect((await verdict).status).toBe('pass');
    await new Promise((resolve) => setImmediate(resolve));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });

  test('judges as well where there is no signal', async () => {
    expect((await judgeProgram('# passes', of, judging(createFakeJudge()))).status).toBe('pass');
  });
});
