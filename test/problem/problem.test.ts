import {describe, expect, test} from 'vitest';
import {canonicalProgram, definesEntryPoint, headerOf} from '../../src/problem/problem.js';
import {exampleProblem} from '../support/example-problem.js';

describe('the entry point is defined by', () => {
  test.each([
    ['a function', 'def task_func(x):\n    return x'],
    ['an asynchronous function', 'async  def task_func(x):\n    return x'],
    ['a class', 'import os\nclass task_func(Base):\n    pass'],
    ['an assignment', 'task_func = lambda x: x'],
    ['an assignment without spaces', 'task_func=other'],
    ['an annotated assignment', 'task_func: Callable[[int], int] = other'],
    [
      'a function behind other lines',
      'import os\n\ndef helper():\n    pass\n\ndef task_func (x): return x',
    ],
  ])('%s', (_, code) => {
    expect(definesEntryPoint(code, 'task_func')).toBe(true);
  });
});

describe('the entry point is not defined by', () => {
  test.each([
    ['a call', 'task_func(1)\nprint(task_func)'],
    ['a comparison', 'task_func == 1'],
    ['a method of that name', 'class A:\n    def task_func(self):\n        pass'],
    ['a longer name', 'def task_func2(x):\n    pass\ntask_func_old = 1'],
    ['a shorter name', 'def task(x):\n    pass'],
    ['an annotation alone', 'task_func: Callable'],
    ['a comment', '# def task_func(x):'],
  ])('%s', (_, code) => {
    expect(definesEntryPoint(code, 'task_func')).toBe(false);
  });

  test('a name that matches it as a pattern only', () => {
    expect(definesEntryPoint('def task.func(): pass', 'task.func')).toBe(true);
    expect(definesEntryPoint('def taskXfunc(): pass', 'task.func')).toBe(false);
  });
});

describe('the header', () => {
  test('is everything before the line that defines the entry point', () => {
    const code_prompt = 'import os\nLIMIT = 3\n\nasync def task_func(\n    x,\n):';
    expect(headerOf(exampleProblem({code_prompt}))).toBe('import os\nLIMIT = 3\n\n');
  });

  test('is empty where the code prompt begins with the definition, has none, or is empty', () => {
    for (const code_prompt of ['def task_func(x):', 'import os\n', ''])
      expect(headerOf(exampleProblem({code_prompt}))).toBe('');
  });
});

test('the canonical program is the code prompt and the solution', () => {
  const problem = exampleProblem({
    code_prompt: 'def task_func(x):',
    canonical_solution: '\n    return 2 * x\n',
  });
  expect(canonicalProgram(problem)).toBe('def task_func(x):\n    return 2 * x\n');
});
