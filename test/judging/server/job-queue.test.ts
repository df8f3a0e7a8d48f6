import {expect, test} from 'vitest';
import {createJobQueue} from '../../../src/judging/server/job-queue.js';

test('what goes after the rest keeps no place of those that may sleep', async () => {
  const queue = createJobQueue(1);
  const order: string[] = [];
  const run = (name: string) => async () => void order.push(name);
  const last = [1, 2, 3].map((n) => queue.add({ms: -1, waits: true}, run(`second chance ${n}`)));
  // One worker has three places for sleepers: were they taken, this one would come after a second
  // chance.
  const sleeper = queue.add({ms: 1000, waits: true}, run('sleeper'));
  await Promise.all([...last, sleeper]);
  // The first came to an idle queue.
  expect(order).toEqual(['second chance 1', 'sleeper', 'second chance 2', 'second chance 3']);
});
