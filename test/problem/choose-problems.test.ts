import {describe, expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {chooseProblems} from '../../src/problem/choose-problems.js';
import type {Suite} from '../../src/problem/problem.js';
import {exampleProblem} from '../support/example-problem.js';

function suiteOf(...taskIds: string[]): Suite {
  return {
    name: 'tiny',
    hash: '',
    problems: taskIds.map((task_id) => exampleProblem({task_id})),
    timeLimitMs: 1000,
    standardLibraryOnly: true,
  };
}

const suite = suiteOf('T/0', 'T/1', 'T/2', 'T/9', 'T/10', 'T/x-1', 'T/5-7');
const chosen = (tasks: string[] | null, limit: number | null = null) =>
  chooseProblems(suite, {limit, tasks}).map(({task_id}) => task_id);

describe('tasks', () => {
  it.each([
    ['ids', ['T/1', 'T/9'], ['T/1', 'T/9']],
    ['last parts, in the suite’s order', ['9', '1'], ['T/1', 'T/9']],
    ['a range, both ends included, by number', ['2-10'], ['T/2', 'T/9', 'T/10']],
    ['a range of one', ['9-9'], ['T/9']],
    ['a range with holes', ['0-1', '8-10'], ['T/0', 'T/1', 'T/9', 'T/10']],
    ['what is named more than once, once', ['0-2', '1', 'T/1'], ['T/0', 'T/1', 'T/2']],
    ['an id that looks like a range, by its name', ['5-7'], ['T/5-7']],
  ])('are %s', (_, tasks, ids) => {
    expect(chosen(tasks)).toEqual(ids);
  });

  it.each([
    ['3', '`tasks`: 3: the suite tiny has no such problem'],
    ['3-8', '`tasks`: 3-8: the suite tiny has no such problem'],
    ['9-2', '`tasks`: 9-2: ends before it begins'],
    ['8-11', '`tasks`: 8-11: ends beyond the suite’s last problem, 10'],
    ['1-', '`tasks`: 1-: the suite tiny has no such problem'],
    ['-1', '`tasks`: -1: the suite tiny has no such problem'],
    ['1-2-3', '`tasks`: 1-2-3: the suite tiny has no such problem'],
    ['T/0-2', '`tasks`: T/0-2: the suite tiny has no such problem'],
  ])('%s is refused by name', (task, message) => {
    expect(() => chosen(['0', task])).toThrow(UsageError);
    expect(() => chosen(['0', task])).toThrow(message);
  });
});

it('the first so many are those of the chosen ones', () => {
  expect(chosen(['1-10'], 2)).toEqual(['T/1', 'T/2']);
  expect(chosen(null, 1)).toEqual(['T/0']);
});

it('a range of numbers with more digits than one is a range too', () => {
  expect(chosen(['10-10'])).toEqual(['T/10']);
});

it('hard are the problems of BigCodeBench-Hard that the suite has', () => {
  const full = suiteOf('BigCodeBench/12', 'BigCodeBench/13', 'BigCodeBench/14', 'BigCodeBench/15');
  const idsOf = (tasks: string[]) =>
    chooseProblems(full, {limit: null, tasks}).map(({task_id}) => task_id);
  expect(idsOf(['hard'])).toEqual(['BigCodeBench/13', 'BigCodeBench/15']);
  expect(idsOf(['HARD', '12'])).toEqual(['BigCodeBench/12', 'BigCodeBench/13', 'BigCodeBench/15']);
  expect(() => chosen(['hard'])).toThrow('`tasks`: hard: the suite tiny has no such problem');
});

it('only last parts that are whole numbers lie in a range', () => {
  const odd = suiteOf('T/2', 'T/2.5', 'T/2e0', 'T/0x2', 'T/', 'T/-2', 'T/ 2', '2');
  const picked = chooseProblems(odd, {limit: null, tasks: ['0-2']});
  expect(picked.map(({task_id}) => task_id)).toEqual(['T/2', '2']);
});

it('no task at all is no problem', () => {
  expect(chosen([])).toEqual([]);
  expect(chosen(null, 0)).toEqual([]);
});
