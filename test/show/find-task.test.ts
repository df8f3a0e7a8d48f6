import {expect, test} from 'vitest';
import {findTask} from '../../src/show/find-task.js';

const tasks = ['Starter/3', 'Starter/13', 'Other/7', 'Starter/slugs'];
const find = (typed: string) => findTask(typed, tasks, 'runs/a');

test.each([
  ['Starter/3', 'Starter/3'],
  ['starter/3', 'Starter/3'],
  ['3', 'Starter/3'],
  ['r/13', 'Starter/13'],
  ['lugs', 'Starter/slugs'],
])('%s means %s', (typed, task) => {
  expect(find(typed)).toBe(task);
});

test('what could mean several names them, and what means none asks whether another was meant', () => {
  expect(() => findTask('3', ['A/3', 'B/3'], 'runs/a')).toThrow(
    '3: could be 2 problems of runs/a (A/3, B/3); give more of the id',
  );
  expect(() => find('Starter/slogs')).toThrow('did you mean Starter/slugs?');
  expect(() => find('99')).toThrow(
    '99: runs/a has no such problem; its 4 problems are like Starter/3',
  );
});
