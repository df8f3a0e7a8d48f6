import {getEventListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {
  failedProgram,
  judgedRow,
  judgeProgram,
  missingRow,
} from '../../src/conversation/judged-row.js';
import {sha256} from '../../src/files/canonical-hash.js';
import type {Candidate, Judge, Judgement} from '../../src/judging/judge.js';
import type {CrossingProfiles} from '../../src/judging/profiles.js';
import {preludeOf} from '../../src/problem/prelude.js';
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

describe('a program is judged', () => {
  const problem = exampleProblem();
  const pass: Judgement = {status: 'pass', report: {tests: [], failures: []}};

  /** What the judge is given of a program of that turn. */
  async function given(program: string, turn: number, profiles?: CrossingProfiles) {
    const candidates: Candidate[] = [];
    const judge: Judge = {
      ...createFakeJudge(),
      judge: async (candidate) => {
        candidates.push(candidate);
        return pass;
      },
    };
    const judging = {judge, profiles, timeLimitMs: () => 1500};
    const judgement = await judgeProgram(program, {problem, turn}, judging);
    return {judgement, candidates};
  }

  const {test: tests, entry_point: entryPoint} = problem;
  const common = {test: tests, entryPoint, timeLimitMs: 1500};

  test('behind the prelude of its turn, by the tests and the time limit of its problem', async () => {
    for (const turn of [0, 1]) {
      const {candidates} = await given('x = 1', turn);
      const prelude = preludeOf(problem, turn);
      expect(candidates).toEqual([{...common, prelude, program: 'x = 1'}]);
    }
  });

  test('behind nothing where there is no program', async () => {
    const {candidates} = await given('', 1);
    expect(candidates).toEqual([{...common, prelude: '', program: ''}]);
  });

  test('as the profile of its problem says', async () => {
    const separation = {profile: ['usual']};
    const profiles: CrossingProfiles = {
      apart: async (candidate) => ({...candidate, separation}),
      isSeparable: async () => true,
    };
    const {candidates} = await given('x = 1', 1, profiles);
    expect(candidates).toMatchObject([{program: 'x = 1', separation}]);
  });

  test('not at all where its problem’s profile is not known', async () => {
    const profiles: CrossingProfiles = {
      apart: async () => ({status: 'missing', reason: 'no verdict on the canonical solution'}),
      isSeparable: async () => true,
    };
    expect(await given('x = 1', 1, profiles)).toEqual({
      judgement: {status: 'missing', reason: 'no verdict on the canonical solution'},
      candidates: [],
    });
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
