import {describe, expect, test} from 'vitest';
import {preludeOf, programIn, withoutPrelude, withPrelude} from '../../src/problem/prelude.js';
import {exampleProblem} from '../support/example-problem.js';

const problem = exampleProblem({code_prompt: 'import os\nN = 3\ndef task_func(x):'});
const bare = exampleProblem({code_prompt: ''});
const program = 'def task_func(x):\n    return 2 * x';
const stub = 'import os\nN = 3\ndef task_func(x):\n    pass\n';
const header = 'import os\nN = 3\n';

describe('what runs before a program is', () => {
  test('at turn 0 the code prompt with an empty body', () => {
    expect(preludeOf(problem, 0)).toBe(stub);
  });

  test('at later turns the header', () => {
    for (const turn of [1, 10]) expect(preludeOf(problem, turn)).toBe(header);
  });

  test('nothing where the code prompt is empty', () => {
    for (const turn of [0, 1]) expect(preludeOf(bare, turn)).toBe('');
  });
});

describe('in upstream’s files', () => {
  test.each([
    [0, stub],
    [1, header],
    [10, header],
  ])('a program of turn %i stands behind its prelude, and is taken out again', (turn, prelude) => {
    const text = withPrelude(program, problem, turn);
    expect(text).toBe(prelude + program);
    expect(withoutPrelude(text, problem, turn)).toBe(program);
    expect(programIn(text, problem)).toBe(program);
  });

  test('an answer without a program is an empty text', () => {
    expect(withPrelude('', problem, 0)).toBe('');
  });

  test('a text that does not begin with the prelude is a program as it is', () => {
    expect(withoutPrelude(program, problem, 0)).toBe(program);
    expect(withoutPrelude(`${header}${program}`, problem, 0)).toBe(`${header}${program}`);
    expect(programIn(program, problem)).toBe(program);
  });
});
