import {expect, test} from 'vitest';
import type {Problem, Suite} from '../../src/problem/problem.js';
import {indexStatements} from '../../src/simulation/statement-index.js';

function problem(
  task_id: string,
  instruct_prompt: string,
  complete_prompt = `def task_func():\n  """${task_id}"""\n`,
): Problem {
  const rest = {
    canonical_solution: '',
    code_prompt: '',
    test: '',
    entry_point: 'task_func',
    doc_struct: '{}',
    libs: '[]',
  };
  return {task_id, instruct_prompt, complete_prompt, ...rest};
}

function suiteOf(...problems: Problem[]): Suite {
  return {name: 'made', hash: '', problems, timeLimitMs: 1, standardLibraryOnly: true};
}

const sum = problem('M/0', 'Add the two numbers.\nReturn the sum.');
const longer = problem('M/1', 'Add the two numbers. Return the sum. Round it.');
const twin = problem('M/2', 'Add the two numbers. Return the sum.');
const short = problem('M/3', 'Go');
const index = indexStatements(suiteOf(sum, longer, twin, short));

test.each([
  ['with other white space', 'Add  the\ttwo\n numbers.\r\n\r\nReturn the sum.', 'M/0'],
  ['glued to tags', '<task>Add the two numbers. Return the sum.</task>', 'M/0'],
  ['quoted', '> Add the two numbers.\n> Return the sum.', 'M/0'],
  ['as complete prompt', 'x ```python\ndef task_func():\n  """M/1"""\n```', 'M/1'],
  [
    'the longest of two that stand there',
    'Add the two numbers. Return the sum. Round it. Now!',
    'M/1',
  ],
  ['of two words', 'Now\nGo\non', 'M/3'],
])('a statement is found %s', (_, text, taskId) => {
  expect(index.find(['system words', text, ''])?.task_id).toBe(taskId);
});

test.each([
  ['Add the two numbers. Return the product.'],
  ['add the two numbers. return the sum.'],
  [''],
])('nothing is guessed from %j', (text) => {
  expect(index.find([text])).toBeUndefined();
});

test('of equal statements the first problem of the suite counts', () => {
  expect(indexStatements(suiteOf(twin, sum)).find([sum.instruct_prompt])?.task_id).toBe('M/2');
});
