import {expect, it} from 'vitest';
import {discordantPairs} from '../../src/score/discordant-pairs.js';

it('names the pairs whose order differs, the widest live gap first', () => {
  const pairs = discordantPairs([
    {model: 'a', static: 0.5, live: 0.25},
    {model: 'b', static: 0.25, live: 0.5},
    {model: 'c', static: 0.125, live: 1},
  ]);
  expect(pairs).toEqual([
    {ahead: 'c', behind: 'a', live_gap: 0.75, static_gap: 0.375},
    {ahead: 'c', behind: 'b', live_gap: 0.5, static_gap: 0.125},
    {ahead: 'b', behind: 'a', live_gap: 0.25, static_gap: 0.25},
  ]);
});

it('of equal live gaps the wider static one comes first', () => {
  const pairs = discordantPairs([
    {model: 'a', static: 0.5, live: 0},
    {model: 'b', static: 0.25, live: 0.5},
    {model: 'c', static: 1, live: 0},
  ]);
  expect(pairs.map(({behind}) => behind)).toEqual(['c', 'a']);
});

it('a tie on one side is no order', () => {
  expect(
    discordantPairs([
      {model: 'a', static: 0.5, live: 0.25},
      {model: 'b', static: 0.5, live: 0.5},
    ]),
  ).toEqual([]);
});
