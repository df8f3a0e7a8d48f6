import {expect, it} from 'vitest';
import {questionsAsked} from '../../src/score/questions.js';
import {referenceStrength} from '../../src/score/reference-strength.js';
import {staticRows} from './rows.js';

const rows = [
  ...staticRows({task: 'a', own: 'F', reference: 'P'}),
  ...staticRows({task: 'b', own: 'F', reference: 'FFP'}),
  ...staticRows({task: 'c', own: 'F--M', reference: 'F'}),
  ...staticRows({task: 'b', own: 'F', reference: 'FP', scenario: 'CF_SEF'}).slice(1),
];

it('a solved or silent turn asks nothing, a refused question was one', () => {
  const questions = questionsAsked(rows);
  expect(questions.per_scenario).toEqual([
    // b at turns 1 and 2; c from turn 3 on
    {scenario: 'CF', per_turn: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]},
    {scenario: 'CF_SEF', per_turn: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]},
  ]);
  expect(questions.per_turn).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(questions).toMatchObject({turn_zero: 3, total: 14, requests: null});
});

it('no first answer is counted where no row tells of one', () => {
  const later = rows.filter(({turn}) => turn > 0);
  expect(questionsAsked(later)).toMatchObject({turn_zero: 0, total: 11});
});

it('equal requests are one', () => {
  const named = rows.map((row, at) => ({
    ...row,
    request: row.origin === 'answered' ? `hash ${at % 2}` : null,
  }));
  expect(questionsAsked(named).requests).toBe(2);
});

it('the reference’s strength is its turn-0 Pass@1', () => {
  expect(referenceStrength(rows)).toMatchObject({value: 1 / 3, n: 3, missing: 0});
  expect(referenceStrength(rows.toReversed())).toEqual(referenceStrength(rows));
});

it('the reference’s strength is unknown where the log does not tell', () => {
  const untold = rows.map((row) => ({...row, reference_status: null}));
  expect(referenceStrength(untold)).toMatchObject({
    value: null,
    reason: expect.stringContaining('does not tell'),
  });
});
