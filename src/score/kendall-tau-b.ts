import {type Correlation, correlation} from './correlation.js';

/**
 * Kendall's tau-b: (concordant - discordant pairs) / sqrt(pairs untied in x * pairs untied in y),
 * so that ties can be had without pulling the coefficient towards 0 (Kendall, Biometrika 1945).
 * Every pair is looked at: n is a number of models.
 * @example kendallTauB([1, 2, 2, 3], [1, 2, 3, 4]) // => {value: 0.9128709291752769}
 */
export function kendallTauB(xs: readonly number[], ys: readonly number[]): Correlation {
  return correlation(xs, ys, tauB);
}

function tauB(xs: number[], ys: number[]): number {
  let balance = 0;
  let untiedInX = 0;
  let untiedInY = 0;
  for (const [i, x] of xs.entries()) {
    for (let j = 0; j < i; j++) {
      const signX = Math.sign(x - (xs[j] ?? Number.NaN));
      const signY = Math.sign((ys[i] ?? Number.NaN) - (ys[j] ?? Number.NaN));
      balance += signX * signY;
      untiedInX += Math.abs(signX);
      untiedInY += Math.abs(signY);
    }
  }
  return balance / Math.sqrt(untiedInX * untiedInY);
}
