import {expect, it} from 'vitest';
import {referenceStrength, solvedByReference} from '../../src/score/reference-strength.js';
import {staticRows} from './rows.js';

const references = {a: 'P', b: 'F', c: 'F', d: 'P', e: 'F', f: 'M'};
const rows = Object.entries(references).flatMap(([task, reference]) =>
  staticRows({task, own: 'P', reference}),
);

it('is the share of problems that the reference passed at turn 0, whatever it passed later', () => {
  // a and d of a to e
  const known = rows.filter(({task_id}) => task_id !== 'f');
  expect(referenceStrength(known)).toMatchObject({value: 0.4, n: 5, missing: 0});
  const later = staticRows({task: 'a', own: 'P', reference: 'FP'});
  expect(referenceStrength(later)).toMatchObject({value: 0, n: 1});
});

it('is not told where a verdict of the reference is missing', () => {
  expect(referenceStrength(rows)).toMatchObject({value: null, n: 5, missing: 1});
});

it('leaves out a problem whose status the log does not tell', () => {
  const untold = staticRows({task: 'g', own: 'P', reference: 'P'}).map((row) => ({
    ...row,
    reference_status: null,
  }));
  expect(referenceStrength([...rows, ...untold])).toMatchObject({n: 5, missing: 1});
  const known = rows.filter(({task_id}) => task_id !== 'f');
  expect(referenceStrength([...known, ...untold])).toEqual(referenceStrength(known));
  expect(referenceStrength(untold)).toEqual({
    value: null,
    n: 0,
    missing: 0,
    reason: "the log does not tell the reference's verdicts at turn 0",
  });
});

it('has the same interval whatever the order of the rows', () => {
  const expected = referenceStrength(rows);
  for (const other of [rows.toReversed(), [...rows.slice(22), ...rows.slice(0, 22)]])
    expect(referenceStrength(other)).toEqual(expected);
});

it('what the reference had solved before turn 10 is told per scenario', () => {
  const inTwo = [
    ...staticRows({task: 'a', own: 'F', reference: 'P'}),
    ...staticRows({task: 'b', own: 'P', reference: 'FFFFFFFFFP'}),
    ...staticRows({task: 'c', own: 'P', reference: 'F'}),
    ...staticRows({task: 'a', own: 'F', reference: 'P', scenario: 'CF_SEF'}).slice(1),
    ...staticRows({task: 'b', own: 'F', reference: 'FMF', scenario: 'CF_SEF'}).slice(1),
  ];
  expect(solvedByReference(inTwo)).toEqual([
    {scenario: 'CF', solved: expect.objectContaining({value: 2 / 3, n: 3})},
    {scenario: 'CF_SEF', solved: expect.objectContaining({value: null, n: 1, missing: 1})},
  ]);
});
