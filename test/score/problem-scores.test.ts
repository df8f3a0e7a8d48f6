import {expect, it} from 'vitest';
import {metricSchema, problemScores} from '../../src/score/problem-scores.js';
import {staticRows} from './rows.js';

const rows = [
  ...staticRows({task: 'b', own: 'FFP', reference: 'F'}),
  ...staticRows({task: 'a', own: 'F', reference: 'FP'}),
  ...staticRows({task: 'c', own: 'FM', reference: 'F'}),
];

it('gives what each problem adds to the metric, null where a verdict is missing', () => {
  const of = (metric: 'mrr' | 'recall') => [
    ...problemScores({mode: 'static', rows, scenario: 'CF', metric}),
  ];
  expect(of('mrr')).toEqual([
    ['a', 1 / 2],
    ['b', 1 / 3],
    ['c', null],
  ]);
  expect(of('recall')).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', null],
  ]);
});

it('models are ranked by MRR or Recall', () => {
  expect(metricSchema.options).toEqual(['mrr', 'recall']);
});

it('gives nothing for a scenario that the run does not have', () => {
  expect(problemScores({mode: 'static', rows, scenario: 'CF_SEF', metric: 'mrr'}).size).toBe(0);
});
