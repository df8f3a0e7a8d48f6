import {expect, test} from 'vitest';
import {answeredAt} from '../../src/log/answered-at.js';
import {exampleLine} from '../support/example-line.js';

/** A line that says something of its program, or (`silent`) nothing. */
const line = (turn: number, code_sha256: string, silent = false) =>
  exampleLine({
    turn,
    code_sha256,
    compilation_feedback: 'No syntax errors',
    execution_feedback: null,
    verbal_feedback: silent ? null : 'hint',
  });

test('the line of a turn carries the answer of the turn before', () => {
  const lines = [line(1, 'a'), line(2, 'b'), line(3, 'b')];
  expect([1, 2, 3].map((turn) => answeredAt(lines, turn))).toEqual([0, 1, 2]);
});

test('a turn at which nobody was asked leaves the program of an earlier one', () => {
  const lines = [line(1, 'a', true), line(2, 'a', true), line(3, 'a'), line(4, 'b', true)];
  expect([1, 2, 3, 4].map((turn) => answeredAt(lines, turn))).toEqual([0, 0, 0, 3]);
});

test('a program that changed was answered, though the feedback was taken out of the log', () => {
  const lines = [line(1, 'a', true), line(2, 'b', true), line(3, 'b')];
  expect([2, 3].map((turn) => answeredAt(lines, turn))).toEqual([1, 1]);
});
