import {expect, it} from 'vitest';
import {
  firstPassingTurn,
  referenceVerdict,
  referenceVerdictBefore,
} from '../../src/score/first-passing-turn.js';
import {reciprocalRank} from '../../src/score/mrr.js';
import {problemVerdicts} from '../../src/score/problem-verdicts.js';
import {solved} from '../../src/score/recall.js';
import {liveRows, staticRows} from './rows.js';

function staticPlaces(own: string, reference: string) {
  return problemVerdicts(staticRows({task: 'a', own, reference})).get('CF')?.[0]?.verdicts ?? [];
}

it('the target’s own turn 0 counts in static mode', () => {
  expect(firstPassingTurn(staticPlaces('PF', 'FP'), 'static')).toEqual({kind: 'passed', turn: 0});
});

it('a reference that passes at turn t counts as turn t, so k = t + 1', () => {
  const first = firstPassingTurn(staticPlaces('F', 'FFFP'), 'static');
  expect(first).toEqual({kind: 'passed', turn: 3});
  expect([reciprocalRank(first), solved(first)]).toEqual([1 / 4, 1]);
});

it('the reference’s turn 9 counts, and its turn 10 does not', () => {
  expect(firstPassingTurn(staticPlaces('F', 'FFFFFFFFFP'), 'static')).toEqual({
    kind: 'passed',
    turn: 9,
  });
  const atTen = staticPlaces('F', 'F').map((place, turn) =>
    turn === 10 ? {...place, reference_status: 'pass' as const} : place,
  );
  expect(firstPassingTurn(atTen, 'static')).toEqual({kind: 'never'});
  expect([9, 10].map((turn) => referenceVerdict(atTen, turn))).toEqual([
    'not-passed',
    'not-passed',
  ]);
});

it('a reference counts by its own status where later turns were answered all the same, as in upstream’s result folders', () => {
  const answered = staticPlaces('F', 'FFP').map((place) => ({
    ...place,
    origin: 'answered' as const,
    status: 'fail' as const,
  }));
  expect(firstPassingTurn(answered, 'static')).toEqual({kind: 'passed', turn: 2});
});

it('a reference counts by what was not asked where its status is not told', () => {
  const untold = staticPlaces('F', 'FFP').map((place) => ({...place, reference_status: null}));
  expect(firstPassingTurn(untold, 'static')).toEqual({kind: 'passed', turn: 2});
});

it('live, nobody else’s verdict counts', () => {
  const places = staticPlaces('F', 'P').map((place) => ({...place, status: 'fail' as const}));
  expect(firstPassingTurn(places, 'live')).toEqual({kind: 'never'});
});

it('a missing verdict before the first pass makes k unknown, one after it does not', () => {
  const [before] = problemVerdicts(liveRows({task: 'a', own: 'FMP'})).get('CF') ?? [];
  expect(firstPassingTurn(before?.verdicts ?? [], 'live')).toEqual({kind: 'unknown', from: 1});
  expect([reciprocalRank({kind: 'unknown', from: 1}), solved({kind: 'unknown', from: 1})]).toEqual([
    'missing',
    'missing',
  ]);
  expect(firstPassingTurn(staticPlaces('FPM', 'F'), 'static')).toEqual({kind: 'passed', turn: 1});
});

it('a verdict of the reference that is missing makes k unknown too, unless the target passes on that turn', () => {
  expect(firstPassingTurn(staticPlaces('F', 'FMF'), 'static')).toEqual({kind: 'unknown', from: 1});
  expect(firstPassingTurn(staticPlaces('FP', 'FMF'), 'static')).toEqual({kind: 'passed', turn: 1});
  expect(referenceVerdictBefore(staticPlaces('F', 'FMFP'), 0)).toBe('not-passed');
  expect(referenceVerdictBefore(staticPlaces('F', 'FMFP'), 1)).toBe('not-passed');
  expect(referenceVerdictBefore(staticPlaces('F', 'FMFP'), 3)).toBe('missing');
  expect(referenceVerdictBefore(staticPlaces('F', 'FMFP'), 4)).toBe('pass');
});
