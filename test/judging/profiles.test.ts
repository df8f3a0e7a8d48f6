import {describe, expect, test} from 'vitest';
import type {Candidate, Judge, Judgement} from '../../src/judging/judge.js';
import {exemplarOf, profilesOf, starterProfilesPath} from '../../src/judging/known-profiles.js';
import {openProfiles, profileIn} from '../../src/judging/profiles.js';
import {loadSuite} from '../../src/problem/suite.js';
import {createFakeJudge} from '../support/fakes.js';
import {tinyProblem} from '../support/tiny-suite.js';

const report = {tests: ['test_one'], failures: []};
const separate: Judgement = {status: 'pass', trust: 'separate', profile: ['patch'], report};
const exemplar = exemplarOf(tinyProblem(0));
const candidate: Candidate = {
  prelude: exemplar.prelude,
  program: 'x = 1',
  test: exemplar.test,
  entryPoint: exemplar.entryPoint,
  timeLimitMs: 1000,
};

/** A judge that says this of every candidate, and what it was asked. */
function judgeSaying(judgement: Judgement, separates = true): Judge & {asked: Candidate[]} {
  const asked: Candidate[] = [];
  const judge = async (each: Candidate) => {
    asked.push(each);
    return judgement;
  };
  return {...createFakeJudge(), separates, judge, asked};
}

const open = (judge: Judge, known = new Map<string, readonly string[] | null>()) =>
  openProfiles(judge, {known, timeLimitMs: 5000});

describe('the profile of a problem', () => {
  test('is what its canonical solution needs, found once for all candidates', async () => {
    const judge = judgeSaying(separate);
    const profiles = open(judge);
    const asked = await Promise.all([0, 1].map(() => profiles.apart(candidate, exemplar)));
    for (const each of asked)
      expect(each).toEqual({...candidate, separation: {profile: ['patch']}});
    expect(judge.asked.map(({program, separation}) => ({program, separation}))).toEqual([
      {program: exemplar.solution, separation: {profile: null}},
    ]);
    expect(await profiles.isSeparable(exemplar)).toBe(true);
  });

  test.each<[string, Judgement]>([
    ['passes in one process alone', {status: 'pass', trust: 'shared', report}],
    ['fails with its tests apart', {status: 'fail', report}],
  ])('is none where the solution %s: then candidates share a process', async (_what, judgement) => {
    const profiles = open(judgeSaying(judgement));
    expect(await profiles.apart(candidate, exemplar)).toEqual(candidate);
    expect(await profiles.isSeparable(exemplar)).toBe(false);
  });

  test('is used where the seal does not hold the two apart, and counts for nothing', async () => {
    const shared: Judgement = {...separate, trust: 'shared'};
    const judge = {...judgeSaying(shared, false), triesApart: true};
    const profiles = open(judge);
    expect(await profiles.apart(candidate, exemplar)).toEqual({
      ...candidate,
      separation: {profile: ['patch']},
    });
    expect(await profiles.isSeparable(exemplar)).toBe(false);
  });

  test('has the problem’s header beside it where the program brings its own imports', async () => {
    const profiles = open(judgeSaying(separate), new Map([[exemplar.taskId, []]]));
    const separation = {profile: [], header: exemplar.prelude};
    expect(await profiles.apart({...candidate, prelude: ''}, exemplar)).toMatchObject({separation});
    const {separation: without} = {
      separation: undefined,
      ...(await profiles.apart(candidate, exemplar)),
    };
    expect(without).toEqual({profile: []});
  });

  test('is not asked for where it is known', async () => {
    const judge = judgeSaying(separate);
    const known = new Map([[exemplar.taskId, []]]);
    const asked = await open(judge, known).apart(candidate, exemplar);
    expect(asked).toMatchObject({separation: {profile: []}});
    expect(judge.asked).toEqual([]);
  });

  test('is that of usual programs where there is no canonical solution', async () => {
    const asked = await open(judgeSaying(separate)).apart(candidate, {...exemplar, solution: ''});
    expect(asked).toMatchObject({separation: {profile: ['usual']}});
  });

  test('is not asked for of a judge that holds nothing apart', async () => {
    const judge = judgeSaying(separate, false);
    expect(await open(judge).apart(candidate, exemplar)).toEqual(candidate);
    expect(judge.asked).toEqual([]);
  });

  test('that nobody can tell leaves the candidate without a verdict', async () => {
    const lost: Judgement = {status: 'missing', reason: 'ended from outside'};
    expect(await open(judgeSaying(lost)).apart(candidate, exemplar)).toEqual(lost);
  });
});

test('only a pass apart tells a profile', () => {
  expect(profileIn(separate)).toEqual(['patch']);
  expect(profileIn({status: 'pass', trust: 'separate', report})).toEqual([]);
  expect(profileIn({...separate, trust: 'shared'})).toEqual(['patch']);
  expect(profileIn({status: 'pass', trust: 'shared', report})).toBeNull();
  expect(profileIn({status: 'pass', report})).toBeNull();
});

test('the profiles of the starter suite ship: all its problems can be judged apart', async () => {
  const suite = await loadSuite('starter');
  const judge = judgeSaying({status: 'missing', reason: `not in ${starterProfilesPath}`});
  const profiles = profilesOf(judge, suite);
  const separable = suite.problems.map((problem) => profiles.isSeparable(exemplarOf(problem)));
  expect(await Promise.all(separable)).toEqual(suite.problems.map(() => true));
  expect(judge.asked).toEqual([]);
});
