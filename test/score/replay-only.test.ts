import {expect, it} from 'vitest';
import {problemVerdicts} from '../../src/score/problem-verdicts.js';
import {firstPassingAnswer, replayOnlyPassAt1, wasAsked} from '../../src/score/replay-only.js';
import {staticRows} from './rows.js';

function places(own: string, reference: string) {
  return problemVerdicts(staticRows({task: 'a', own, reference})).get('CF')?.[0]?.verdicts ?? [];
}

it('neither turn 0 nor the reference’s pass is an answer to a question', () => {
  expect(firstPassingAnswer(places('PFFP', 'F'))).toEqual({kind: 'passed', turn: 3});
  expect(firstPassingAnswer(places('PF', 'FFP'))).toEqual({kind: 'never'});
});

it('a problem that nobody was asked about is outside', () => {
  expect(firstPassingAnswer(places('PF', 'P'))).toBeNull();
  expect(firstPassingAnswer(places('F-', 'F'))).toBeNull();
  expect(replayOnlyPassAt1(places('F-P', 'F'), 1)).toBe('outside');
  expect(replayOnlyPassAt1(places('F-P', 'F'), 2)).toBe(1);
});

it('a question refused for good was asked, and its verdict is missing', () => {
  const some = places('FMP', 'FFFP');
  expect([1, 2, 3, 4].map((turn) => wasAsked(some, turn))).toEqual([true, true, true, false]);
  expect(firstPassingAnswer(some)).toEqual({kind: 'unknown', from: 1});
  expect(replayOnlyPassAt1(some, 1)).toBe('missing');
});

it('what was answered behind the reference’s pass was no question, as in upstream’s result folders', () => {
  const answered = places('F', 'FP').map((place) => ({...place, origin: 'answered' as const}));
  expect([1, 2, 3].map((turn) => wasAsked(answered, turn))).toEqual([true, false, false]);
});
