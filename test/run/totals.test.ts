import {expect, test} from 'vitest';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {countTotals} from '../../src/run/totals.js';

function answers(...reasons: string[]): Map<string, CompletionRow> {
  return new Map(
    reasons.map((finish_reason, i) => {
      const request = String(i).repeat(64);
      return [
        request,
        {request, text: 'x', reasoning: null, finish_reason, usage: null, model: 'm', cut: null},
      ];
    }),
  );
}

test('a critic’s remarks are counted apart, with those that the length limit cut off', () => {
  const runs = {
    completions: answers('length'),
    criticCompletions: answers('stop', 'length', 'length'),
  };
  expect(countTotals([], runs, {})).toMatchObject({cut_off: 0, critic: {answers: 3, cut_off: 2}});
});

test('a run without such a critic says nothing of one', () => {
  expect(
    countTotals([], {completions: answers('stop'), criticCompletions: new Map()}, {}),
  ).not.toHaveProperty('critic');
});
