import {expect, test} from 'vitest';
import {rankAll} from '../../src/leaderboard/rank.js';

const options = {seed: 1, resamples: 1000};

test('a model that is better on every problem has its rank for certain', () => {
  const ranked = rankAll([Array(20).fill(0.5), Array(20).fill(1), Array(20).fill(0)], options);
  expect(ranked).toEqual([
    {rank: 2, low: 2, high: 2},
    {rank: 1, low: 1, high: 1},
    {rank: 3, low: 3, high: 3},
  ]);
});

test('equal models share a rank, and one that differs by a problem may have either', () => {
  const [a, b] = [
    [1, 1, 0, 1],
    [1, 1, 0, 0],
  ];
  expect(rankAll([a, a, b], options).map(({rank}) => rank)).toEqual([1, 1, 3]);
  expect(rankAll([a, b], options)).toEqual([
    {rank: 1, low: 1, high: 1},
    {rank: 2, low: 1, high: 2},
  ]);
});

test('models that trade problems may stand either way', () => {
  const ranked = rankAll(
    [
      [1, 1, 1, 0, 0],
      [0, 0, 1, 1, 0],
    ],
    options,
  );
  expect(ranked).toEqual([
    {rank: 1, low: 1, high: 2},
    {rank: 2, low: 1, high: 2},
  ]);
});

test('no problem, no rank', () => {
  expect(rankAll([[], []], options)).toEqual([]);
});
