import {expect, test} from 'vitest';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {right, shapedProblem} from './shapes.js';

const read = (text: string) => answerToProgram(text, shapedProblem);

test('an answer of up to 16,384 signs is remembered, a longer one is read anew', () => {
  const ordinary = right.padEnd(2 ** 14);
  expect(read(ordinary)).toBe(read(ordinary));
  expect(read(`${ordinary} `)).not.toBe(read(`${ordinary} `));
  expect(read(`${ordinary} `)).toEqual(read(ordinary));
});

test('an answer is remembered beside others, and forgotten behind 2,048 of them', () => {
  // Other tests have read answers too: of two, one at most is forgotten by the next.
  const kept = ['<think>a', '<think>b'].map((answer) => {
    const known = read(answer);
    read(`${answer}, no`);
    return read(answer) === known;
  });
  expect(kept).toContain(true);
  const known = read('<think>c');
  for (let other = 0; other < 2048; other += 1) read(`<think>${other}`);
  expect(read('<think>c')).not.toBe(known);
});
