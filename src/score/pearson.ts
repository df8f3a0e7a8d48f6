import {sampleCorrelation} from 'simple-statistics';
import {type Correlation, correlation} from './correlation.js';

/** Pearson's r: how well a straight line describes the relation. */
export function pearson(xs: readonly number[], ys: readonly number[]): Correlation {
  return correlation(xs, ys, sampleCorrelation);
}
