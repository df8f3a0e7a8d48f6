import {expect, test} from 'vitest';
import {judgedRow} from '../../src/conversation/judged-row.js';
import type {Judgement} from '../../src/judging/judge.js';

const place = {scenario: 'CF', task_id: 'P/0', turn: 1} as const;
const rowOf = (judgement: Judgement) =>
  judgedRow(place, {judgement, code: 'def f(:', request: 'r'.repeat(64)}, null);

test('a program that does not compile has the failing entry ALL, as it has in every other file', () => {
  const row = rowOf({status: 'fail', compilationError: 'SyntaxError: invalid syntax'});
  expect(row).toMatchObject({origin: 'answered', status: 'fail', failures: ['ALL']});
});

test('an answer without a verdict has no failing entry: nothing is known of it', () => {
  const row = rowOf({status: 'missing', reason: 'the fork server ended'});
  expect(row).toMatchObject({origin: 'missing', status: 'missing', failures: []});
});
