import {describe, expect, it} from 'vitest';
import {floorOf, gainOver, withoutOwnPasses} from '../../src/score/floor.js';
import {problemVerdicts} from '../../src/score/problem-verdicts.js';
import {staticRows} from './rows.js';

function verdictsOf(own: string, reference: string) {
  const [problem] = problemVerdicts(staticRows({task: 'a', own, reference})).get('CF') ?? [];
  return problem?.verdicts ?? [];
}

describe('verdicts without passes of the target’s own', () => {
  it('keep what the reference’s code earns, and where nobody is asked', () => {
    const [first, second, third, fourth] = withoutOwnPasses(verdictsOf('PPP-', 'FFP'));
    expect(first).toEqual({origin: 'answered', status: 'fail', reference_status: 'fail'});
    expect(second).toEqual({origin: 'answered', status: 'fail', reference_status: 'fail'});
    expect(third).toEqual({origin: 'answered', status: 'fail', reference_status: 'pass'});
    expect(fourth).toEqual({origin: 'reference-solved', status: 'pass', reference_status: 'pass'});
    expect(withoutOwnPasses(verdictsOf('F-', 'F'))[3]).toEqual({
      ...{origin: 'no-feedback', status: 'fail', reference_status: 'fail'},
    });
  });

  it('know of a question that was refused what the log says of the reference', () => {
    const [, refused] = withoutOwnPasses(verdictsOf('FM', 'FP'));
    expect(refused).toEqual({origin: 'answered', status: 'fail', reference_status: 'pass'});
  });

  it('lack what the log lacks, but for the turn behind its last', () => {
    const unwritten = {origin: 'missing', status: 'missing', reference_status: null} as const;
    const told = withoutOwnPasses(Array.from({length: 11}, () => unwritten));
    expect(told.map(({reference_status}) => reference_status)).toEqual([
      ...Array<string>(10).fill('missing'),
      null,
    ]);
    expect(withoutOwnPasses([unwritten])).toMatchObject([{reference_status: null}]);
    const untold = {origin: 'answered', status: 'fail', reference_status: null} as const;
    expect(withoutOwnPasses([untold])).toEqual([untold]);
    expect(withoutOwnPasses([untold, untold])).toEqual([untold, untold]);
  });
});

describe('a floor', () => {
  it('is the mean, and is not told where one problem’s part is not known, or there is none', () => {
    expect(floorOf([1, 0, 0.5, 0])).toBe(0.375);
    expect(floorOf([1, 'missing'])).toBeNull();
    expect(floorOf([])).toBeNull();
  });
});

describe('a gain', () => {
  it('is the share of what the floor leaves open', () => {
    expect(gainOver(0.2, 0.6)).toBeCloseTo(0.5, 15);
    expect(gainOver(0.2, 0.2)).toBe(0);
    expect(gainOver(0.2, 1)).toBe(1);
    expect(gainOver(0, 0.3)).toBe(0.3);
  });

  it('is nothing where nothing is open, or one of both is not known', () => {
    expect(gainOver(1, 1)).toBeNull();
    expect(gainOver(null, 0.5)).toBeNull();
    expect(gainOver(0.5, null)).toBeNull();
  });
});
