import {describe, expect, test} from 'vitest';
import type {Trial, TrialRows} from '../../../src/doctor/ground-truth/trials.js';
import {trySolutions} from '../../../src/doctor/ground-truth/try-solutions.js';
import type {Judge, Judgement} from '../../../src/judging/judge.js';
import {createFakeJudge} from '../../support/fakes.js';
import {tinyProblem} from '../../support/tiny-suite.js';

const report = {tests: ['test_double'], failures: []};
const judgements = {
  pass: {status: 'pass', report},
  fail: {status: 'fail', report},
  lost: {status: 'missing', reason: 'ended from outside'},
} as const satisfies {[word: string]: Judgement};

/** What comes of a problem whose trials end so, one after the other; further ones are lost. */
const tryOne = (...endings: (keyof typeof judgements)[]) => tryApart(judgements.fail, endings);

/** The same for one that with its tests apart comes to `apart`. */
async function tryApart(apart: Judgement, endings: (keyof typeof judgements)[], separates = true) {
  const left = [...endings];
  const fake = createFakeJudge();
  const judge: Judge = {
    ...fake,
    separates,
    judge: async ({separation}) => (separation ? apart : judgements[left.shift() ?? 'lost']),
  };
  const kept = new Map<string, readonly Trial[]>();
  const rows: TrialRows = {
    of: (taskId) => kept.get(taskId) ?? [],
    add: ({task_id, trials}) => void kept.set(task_id, trials),
    close: () => {},
    discard: () => {},
  };
  const problem = tinyProblem(0);
  const asked = {problems: [problem], timeLimitMs: 1000, workers: 2};
  const missing = await trySolutions({judge, durationOf: () => 7.4}, rows, asked);
  const statuses = rows.of(problem.task_id).map(({status}) => status);
  const [first] = rows.of(problem.task_id);
  return {
    ...{missing: missing.map(({reason}) => reason), statuses, left},
    ...(first?.profile && {profile: first.profile}),
  };
}

describe('a canonical solution', () => {
  test('that passes apart is tried once, and what it needed is its profile', async () => {
    const apart = {status: 'pass', trust: 'separate', profile: ['patch'], report} as const;
    const told = {missing: [], statuses: ['pass'], profile: ['patch']};
    expect(await tryApart(apart, ['lost'])).toEqual({...told, left: ['lost']});
  });

  test('that passes in one process alone has no profile', async () => {
    const apart = {status: 'pass', trust: 'shared', report} as const;
    const told = {missing: [], statuses: ['pass'], left: []};
    expect(await tryApart(apart, [])).toEqual(told);
    expect(await tryApart(judgements.fail, ['pass'])).toEqual(told);
  });

  test('is not tried apart where no seal holds its tests apart', async () => {
    const told = {missing: [], statuses: ['pass'], left: []};
    expect(await tryApart(judgements.lost, ['pass'], false)).toEqual(told);
  });

  test('that passes is tried once, one that does not three times', async () => {
    expect(await tryOne('pass')).toEqual({missing: [], statuses: ['pass'], left: []});
    const thrice = {missing: [], statuses: ['fail', 'pass', 'fail'], left: []};
    expect(await tryOne('fail', 'pass', 'fail')).toEqual(thrice);
  });

  test('whose first trial was lost is not missing once a later one passes', async () => {
    expect(await tryOne('lost', 'pass')).toEqual({missing: [], statuses: ['pass'], left: []});
  });

  test('whose first trial was lost has three all the same where it does not pass', async () => {
    const thrice = {missing: [], statuses: ['fail', 'fail', 'fail'], left: []};
    expect(await tryOne('lost', 'fail', 'fail', 'fail')).toEqual(thrice);
  });

  test('that lacks a trial is missing, and keeps those it has', async () => {
    const reason = 'ended from outside';
    expect(await tryOne()).toEqual({missing: [reason], statuses: [], left: []});
    expect(await tryOne('fail', 'fail')).toEqual({
      missing: [reason],
      statuses: ['fail', 'fail'],
      left: [],
    });
  });
});
