import {describe, expect, it} from 'vitest';
import {passAt1} from '../../src/score/pass-at-1.js';
import {problemVerdicts, type TurnVerdict} from '../../src/score/problem-verdicts.js';
import {liveRows, staticRows} from './rows.js';

function places(rows: Parameters<typeof problemVerdicts>[0]): readonly TurnVerdict[] {
  return problemVerdicts(rows).get('CF')?.[0]?.verdicts ?? [];
}

function perTurn(
  some: readonly TurnVerdict[],
  mode: 'live' | 'static',
  convention: 'credited' | 'upstream',
) {
  return some.map((_, turn) => passAt1(some, {turn, mode, convention}));
}

/**
 * A chain that upstream went on asking after it had passed at turn 1: fail, pass, fail, pass, fail
 * …
 */
const wavering: TurnVerdict[] = Array.from({length: 11}, (_, turn) => ({
  origin: 'answered' as const,
  status: turn === 1 || turn === 3 ? ('pass' as const) : ('fail' as const),
  reference_status: null,
}));

describe('live', () => {
  it('credited: what has passed stays passed', () => {
    expect(perTurn(wavering, 'live', 'credited')).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('upstream: the status at the turn, nothing carried', () => {
    expect(perTurn(wavering, 'live', 'upstream')).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('upstream: turn 0 alone is carried', () => {
    const passedFirst = wavering.map((place, turn) =>
      turn === 0 ? {...place, status: 'pass' as const} : place,
    );
    expect(perTurn(passedFirst, 'live', 'upstream')).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('both agree on a chain of our own, which stops at the first pass', () => {
    const ours = places(liveRows({task: 'a', own: 'FFP'}));
    expect(perTurn(ours, 'live', 'credited')).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(perTurn(ours, 'live', 'upstream')).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('static', () => {
  it('the target’s own turn 0 counts at turn 0 only', () => {
    expect(
      perTurn(
        places(staticRows({task: 'a', own: 'PF', reference: 'F'})),
        'static',
        'credited',
      ).slice(0, 3),
    ).toEqual([1, 0, 0]);
  });

  it('credited: the reference’s pass counts from the turn after it', () => {
    const some = places(staticRows({task: 'a', own: 'F', reference: 'FFP'}));
    expect(perTurn(some, 'static', 'credited')).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('upstream: the reference’s turn 0 counts from turn 1 on, its later passes do not', () => {
    const asked = (reference: string) =>
      places(staticRows({task: 'a', own: 'F', reference})).map((place) => ({
        ...place,
        origin: 'answered' as const,
        status: 'fail' as const,
      }));
    expect(perTurn(asked('P'), 'static', 'upstream')).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(perTurn(asked('FFP'), 'static', 'upstream')).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(perTurn(asked('FFP'), 'static', 'credited')).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('a missing verdict matters only where nothing else settles the turn', () => {
    const some = places(staticRows({task: 'a', own: 'FM', reference: 'FFP'}));
    expect(perTurn(some, 'static', 'credited').slice(0, 5)).toEqual([
      0,
      'missing',
      'missing',
      1,
      1,
    ]);
  });
});

describe('what nobody knows', () => {
  it('upstream, live: is missing unless turn 0 or this turn passed', () => {
    const some = places(liveRows({task: 'a', own: 'FMP'}));
    expect(perTurn(some, 'live', 'upstream').slice(0, 3)).toEqual([0, 'missing', 1]);
  });

  it('credited, live: is missing from the first gap on', () => {
    const some = places(liveRows({task: 'a', own: 'FFMP'}));
    expect(perTurn(some, 'live', 'credited').slice(0, 5)).toEqual([
      ...[0, 0, 'missing', 'missing', 'missing'],
    ]);
  });

  it('a turn that was never planned is missing too', () => {
    for (const mode of ['live', 'static'] as const)
      expect(passAt1([], {turn: 0, mode, convention: 'credited'})).toBe('missing');
    expect(passAt1([], {turn: 3, mode: 'static', convention: 'credited'})).toBe('missing');
    expect(passAt1([], {turn: 3, mode: 'static', convention: 'upstream'})).toBe('missing');
    expect(passAt1([], {turn: 3, mode: 'live', convention: 'upstream'})).toBe('missing');
  });
});
