import {describe, expect, test} from 'vitest';
import {judgeSample} from '../../src/execute/verdict.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';

const report = {tests: ['test_a'], failures: []};
const pass: Judgement = {status: 'pass', report};
const fail: Judgement = {
  status: 'fail',
  report: {...report, failures: [{test: 'test_a', text: 'Traceback'}]},
};
const timeout = (cpuMs?: number): Judgement => ({
  status: 'timeout',
  limitMs: 1000,
  ...(cpuMs !== undefined && {cpuMs}),
  report,
});

/** A judge that says what it is told, in that order. */
function judgeSaying(judgements: Judgement[]): Judge {
  let next = 0;
  return {
    identity: {pythonMinor: '3.11', verdictVersion: 1, environment: 'x', sealLevel: 1},
    judge: async () => judgements[next++] ?? {status: 'missing', reason: 'asked too often'},
    jobsRun: () => next,
    close: async () => {},
  };
}

function judgeAll(...judgements: Judgement[]) {
  const candidate = {
    prelude: '',
    program: 'x',
    test: '',
    entryPoint: 'task_func',
    timeLimitMs: 1000,
  };
  return judgeSample(judgeSaying(judgements), {
    key: {taskId: 'Tiny/0', sample: 0},
    candidate,
    repeat: judgements.length,
    again: false,
  });
}

describe('the verdict on a sample', () => {
  test.each([
    ['the whole limit', 1000, true],
    ['exactly 90% of it', 900, true],
    ['less', 899, false],
    ['none', 0, false],
  ])('a timeout that had %s in CPU time is settled: %s ms, %s', async (_, cpuMs, settled) => {
    expect(await judgeAll(timeout(cpuMs))).toMatchObject({status: 'timeout', settled});
  });

  test('a timeout of unknown CPU time counts', async () => {
    expect((await judgeAll(timeout())).settled).toBe(true);
  });

  test('of the second time is settled, however it comes out', async () => {
    const candidate = {
      prelude: '',
      program: 'x',
      test: '',
      entryPoint: 'task_func',
      timeLimitMs: 1000,
    };
    const asked = {key: {taskId: 'Tiny/0', sample: 0}, candidate, repeat: 1, again: true};
    expect(await judgeSample(judgeSaying([timeout(0)]), asked)).toMatchObject({
      settled: true,
      again: true,
    });
  });

  test('nothing but a timeout asks for another run', async () => {
    expect((await judgeAll(fail)).settled).toBe(true);
  });

  test('of several is the most frequent, of equally frequent ones the earliest', async () => {
    expect(await judgeAll(pass, fail, fail)).toMatchObject({
      status: 'fail',
      statuses: ['pass', 'fail', 'fail'],
    });
    expect((await judgeAll(fail, pass)).status).toBe('fail');
    expect((await judgeAll(pass, fail)).status).toBe('pass');
  });

  test('of several leaves out those that are missing, unless all are', async () => {
    const missing: Judgement = {status: 'missing', reason: 'killed'};
    expect(await judgeAll(missing, missing, fail)).toMatchObject({
      status: 'fail',
      statuses: ['missing', 'missing', 'fail'],
    });
    expect((await judgeAll(missing, missing)).status).toBe('missing');
  });

  test('that is missing keeps its reason', async () => {
    expect(await judgeAll({status: 'missing', reason: 'killed'})).toMatchObject({
      status: 'missing',
      failures: [{test: 'ALL', text: 'No verdict: killed'}],
    });
  });

  test('on code that does not compile keeps the compiler’s words', async () => {
    expect((await judgeAll({status: 'fail', compilationError: 'SyntaxError: x'})).failures).toEqual(
      [{test: 'ALL', text: 'SyntaxError: x'}],
    );
  });
});
