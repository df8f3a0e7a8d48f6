import {describe, expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import type {Judge, Judgement} from '../../src/judging/judge.js';
import {judgedAtOnce} from '../../src/judging/judge-many.js';
import {defaultDecoding, type Request} from '../../src/model/model.js';
import {useOwnJudge, useOwnModel} from '../../src/open/own-ports.js';
import {createFakeJudge} from '../support/fakes.js';

const candidate = {
  prelude: '',
  program: 'x = 1',
  test: '',
  entryPoint: 'task_func',
  timeLimitMs: 1_000,
};
const request: Request = {messages: [], decoding: defaultDecoding, sample: 0};
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

  it('may have more programs under way than one machine needs', () => {
    const own = createFakeJudge();
    expect(judgedAtOnce(useOwnJudge({...own, atOnce: () => 1500}))).toBe(1500);
    // By which it is told from the judge of a queue.
    expect(useOwnJudge(own).atOnce).toBeUndefined();
    expect(judgedAtOnce(useOwnJudge(own))).toBe(512);
  });

  it('may not say what is no judgement', async () => {
    const broken = useOwnJudge({
      ...createFakeJudge(),
      judge: async () => JSON.parse('{"status": "fail"}'),
    });
    await expect(broken.judge(candidate)).rejects.toThrow(UsageError);
    await expect(broken.judge(candidate)).rejects.toThrow('the judge: its judgement');
  });

  it.each<[string, string]>([
    ['{}', 'status: missing; expected "pass" or "fail" or "timeout" or "error" or "missing"'],
    ['{"status": "pass"}', 'report: missing; expected an object'],
    [
      '{"status": "pass", "report": {"tests": ["a"], "failures": [{"test": "a", "text": ""}]}}',
      'report.failures: expected none where the status is pass',
    ],
    [
      '{"status": "fail", "report": {"tests": ["a"], "failures": []}}',
      'report.failures: expected at least one where the status is fail',
    ],
    ['{"status": "fail", "compilationError": 7}', 'compilationError: expected text, got 7'],
    ['7', 'expected an object, got 7'],
  ])('may not say %s, and hears why', async (said, why) => {
    const judge = useOwnJudge({...createFakeJudge(), judge: async () => JSON.parse(said)});
    await expect(judge.judge(candidate)).rejects.toThrow(
      new UsageError(`the judge: its judgement: ${why}`),
    );
  });
});

describe('what a port of the caller’s throws', () => {
  const thrown = (value: unknown) => async () => {
    throw value;
  };

  it.each([undefined, null, 'broken', 7])('is an error: %s is not', async (value) => {
    const shown = value === 'broken' ? '"broken"' : String(value);
    const refused = (who: string) => new UsageError(`${who}: threw ${shown}; expected an Error`);
    const judge = useOwnJudge({...createFakeJudge(), judge: thrown(value)});
    await expect(judge.judge(candidate)).rejects.toThrow(refused('the judge'));
    const model = useOwnModel({id: 'mine', ask: thrown(value)});
    await expect(model.ask(request)).rejects.toThrow(refused('the model mine'));
  });

  it('is handed on where it is an error, or the reason of the signal', async () => {
    const error = new TypeError('mine');
    const model = useOwnModel({id: 'mine', ask: thrown(error)});
    await expect(model.ask(request)).rejects.toBe(error);
    const stop = new AbortController();
    stop.abort('enough');
    const stopped = useOwnModel({
      id: 'mine',
      async ask(_request, signal) {
        signal?.throwIfAborted();
        throw error;
      },
    });
    await expect(stopped.ask(request, stop.signal)).rejects.toBe('enough');
  });
});
