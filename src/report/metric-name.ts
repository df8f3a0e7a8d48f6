import type {Metric} from '../score/problem-scores.js';

const names = {mrr: 'MRR', recall: 'Recall'} as const;

/** A metric as tables and sentences write it. */
export function metricName(metric: Metric): string {
  return names[metric];
}
