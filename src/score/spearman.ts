import {sampleRankCorrelation} from 'simple-statistics';
import {type Correlation, correlation} from './correlation.js';

/**
 * Spearman's rho: Pearson's r of the ranks, tied values sharing the average of the ranks they span.
 * @example spearman([1, 2, 2, 3], [1, 2, 3, 4]) // => {value: 0.9486832980505138}
 */
export function spearman(xs: readonly number[], ys: readonly number[]): Correlation {
  return correlation(xs, ys, sampleRankCorrelation);
}
