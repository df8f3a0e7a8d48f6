import {describe, expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import {useOwnJudge} from '../../src/open/own-ports.js';
import {createFakeJudge} from '../support/fakes.js';

const candidate = {
  prelude: '',
  program: 'x = 1',
  test: '',
  entryPoint: 'task_func',
  timeLimitMs: 1_000,
};
const report = {tests: ['test_one'], failures: [{test: 'test_one', text: 'Traceback'}]};

function judgeThatSays(judgement: Judgement): Judge {
  return useOwnJudge({...createFakeJudge(), judge: async () => judgement});
}

describe('a judge of the caller’s', () => {
  it.each<Judgement>([
    {status: 'pass', report: {...report, failures: []}},
    {status: 'fail', report},
    {status: 'fail', compilationError: 'SyntaxError'},
    {status: 'timeout', limitMs: 1_000, cpuMs: 900, report},
    {status: 'error', ended: {kind: 'signal', signal: 9}, report},
    {status: 'missing', reason: 'no room'},
  ])('may say $status', async (judgement) => {
    expect(await judgeThatSays(judgement).judge(candidate)).toEqual(judgement);
  });

  it('may not say what is no judgement', async () => {
    const broken = useOwnJudge({
      ...createFakeJudge(),
      judge: async () => JSON.parse('{"status": "fail"}'),
    });
    await expect(broken.judge(candidate)).rejects.toThrow(UsageError);
    await expect(broken.judge(candidate)).rejects.toThrow('the judge: its judgement');
  });
});
