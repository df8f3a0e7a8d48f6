import {expect, it} from 'vitest';
import {agreementTable, sharedScores} from '../../src/score/shared-scores.js';

const score = (model: string, value: number, live = value) => ({model, static: value, live});

it('no reference has nothing to share', () => {
  expect(sharedScores([])).toEqual({models: [], scenarios: [], scores: []});
});

it('references share the scenarios that all of them have, and the models that all cells have', () => {
  const one = {
    reference: 'one',
    scenarios: [
      {scenario: 'CF', models: [score('org/A', 0.1), score('b', 0.2), score('c', 0.3)]},
      {scenario: 'CF_SNF', models: [score('a', 0.4), score('c', 0.5)]},
      {scenario: 'CF_SEF', models: [score('a', 0.6)]},
    ],
  };
  const two = {
    reference: 'two',
    scenarios: [
      {scenario: 'CF_SNF', models: [score('c', 0.7), score('a', 0.8), score('d', 0.9)]},
      {scenario: 'CF', models: [score('a', 0.15), score('c', 0.25)]},
    ],
  };
  const three = {...two, reference: 'three', scenarios: two.scenarios.slice(1)};
  expect(sharedScores([one, two])).toEqual({
    models: ['org/A', 'c'],
    scenarios: ['CF', 'CF_SNF'],
    scores: [
      [
        [score('org/A', 0.1), score('c', 0.3)],
        [score('a', 0.4), score('c', 0.5)],
      ],
      [
        [score('a', 0.15), score('c', 0.25)],
        [score('a', 0.8), score('c', 0.7)],
      ],
    ],
  });
  expect(sharedScores([one, two, three]).scenarios).toEqual(['CF']);
});

it('the table is Spearman per reference and scenario over the drawn models, repeats among them', () => {
  const rising = [score('a', 1), score('b', 2), score('c', 3)];
  const falling = [score('a', 1, 3), score('b', 2, 2), score('c', 3, 1)];
  const shared = {
    models: ['a', 'b', 'c'],
    scenarios: ['CF', 'CF_SNF'],
    scores: [[rising, falling]],
  };
  expect(agreementTable(shared, [0, 1, 2])).toEqual([[1, -1]]);
  expect(agreementTable(shared, [0, 0, 2])).toEqual([[1, -1]]);
  expect(agreementTable(shared, [1, 1, 1])).toBeNull();
});
