import {expect, it} from 'vitest';
import {HarnessError} from '../../src/errors.js';
import {studentTQuantile} from '../../src/score/student-t.js';

it('agrees with SciPy', () => {
  // scipy.stats.t.ppf(0.975, df), SciPy 1.17.1
  const quantiles: [number, number][] = [
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [10, 2.228138851986274],
    [14, 2.144786687917804],
    [30, 2.0422724563012378],
    [100, 1.9839715185235518],
  ];
  for (const [degrees, quantile] of quantiles)
    expect(studentTQuantile(0.975, degrees)).toBeCloseTo(quantile, 9);
  // scipy.stats.t.ppf(0.9, 7)
  expect(studentTQuantile(0.9, 7)).toBeCloseTo(1.4149239276505086, 10);
  expect(studentTQuantile(0.5, 3)).toBeCloseTo(0, 10);
});

it.each([
  [0.4, 3],
  [1, 3],
  [0.975, 0],
  [0.975, 2.5],
  [Number.NaN, 3],
])('p = %d with %d degrees is refused', (p, degrees) => {
  expect(() => studentTQuantile(p, degrees)).toThrow(HarnessError);
});
