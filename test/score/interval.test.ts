import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {resample} from '../../src/score/bootstrap.js';
import {meanInterval, ruleOfThree, wilsonInterval} from '../../src/score/interval.js';

const unit = {lowest: 0, highest: 1};

describe('the interval of a share', () => {
  it('is Wilson’s', () => {
    // R: prop.test(15, 40, correct = FALSE)$conf.int -> 0.2422136 0.5296999
    const {low, high} = wilsonInterval(15, 40);
    expect(low).toBeCloseTo(0.2422, 4);
    expect(high).toBeCloseTo(0.5297, 4);
  });

  it('of all or none of few problems is far from certain', () => {
    // n / (n + z²) with z² = 3.841459
    expect(wilsonInterval(40, 40)).toEqual({low: expect.closeTo(40 / 43.841459, 7), high: 1});
    expect(wilsonInterval(0, 3)).toEqual({low: 0, high: expect.closeTo(3.841459 / 6.841459, 7)});
  });

  it('holds its share, lies in [0, 1], and is never one point', () => {
    const share = fc
      .integer({min: 1, max: 2000})
      .chain((n) => fc.tuple(fc.integer({min: 0, max: n}), fc.constant(n)));
    fc.assert(
      fc.property(share, ([successes, n]) => {
        const {low, high} = wilsonInterval(successes, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / n);
        expect(high).toBeGreaterThanOrEqual(successes / n);
        expect(low).toBeLessThan(high);
      }),
    );
  });
});

describe('the interval of a mean', () => {
  const resampling = resample(40, {seed: 1, resamples: 1000});

  it('is widened by the rule of three where all values are alike', () => {
    const of = (value: number) => meanInterval(new Float64Array(40).fill(value), resampling, unit);
    expect(of(1)).toEqual({low: expect.closeTo(1 - 3 / 40, 15), high: 1});
    expect(of(0)).toEqual({low: 0, high: 3 / 40});
    expect(of(0.5)).toEqual({low: 0.5 - 1.5 / 40, high: 0.5 + 1.5 / 40});
  });

  it('counts only the values that are there', () => {
    const values = new Float64Array(40).fill(Number.NaN);
    values[7] = values[9] = 0;
    // 3/2 of the problems cannot be others: all of them
    expect(meanInterval(values, resampling, unit)).toEqual({low: 0, high: 1});
    values.fill(0, 0, 10);
    expect(meanInterval(values, resampling, unit)).toEqual({low: 0, high: 0.3});
  });

  it('stays among the values that a problem may have', () => {
    expect(ruleOfThree(0.5, 12, {lowest: 0, highest: 0.5})).toEqual({low: 0.375, high: 0.5});
    expect(ruleOfThree(0, 12, {lowest: -1, highest: 1})).toEqual({low: -0.25, high: 0.25});
  });

  it('is the bootstrap’s where values differ, however little', () => {
    const values = new Float64Array(40).fill(1);
    values[0] = 0;
    const {low, high} = meanInterval(values, resampling, unit);
    // The number of zeros in 40 draws is binomial(40, 1/40): 97.5% quantile 3.
    expect(low).toBeCloseTo(37 / 40, 12);
    expect(high).toBe(1);
  });

  it('is all there is where no resample holds a value', () => {
    const counts = new Uint16Array([0, 0, 3, 0, 0, 3]);
    const values = Float64Array.from([0, 1, Number.NaN]);
    expect(meanInterval(values, {n: 3, resamples: 2, counts}, unit)).toEqual({low: 0, high: 1});
  });
});
