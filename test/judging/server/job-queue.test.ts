import {setImmediate as nextRound} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createJobQueue} from '../../../src/judging/server/job-queue.js';

test('a second chance comes after the rest, and runs while no other job does', async () => {
  const queue = createJobQueue(2);
  queue.setIdle(6);
  const order: string[] = [];
  let running = 0;
  const run = (name: string) => async () => {
    running += 1;
    order.push(`${name} of ${running}`);
    await nextRound();
    running -= 1;
  };
  const chances = [1, 2].map((n) => queue.addAlone(run(`second chance ${n}`)));
  const rest = [1, 2, 3].map((n) => queue.add({ms: n, waits: n > 1}, run(`job ${n}`)));
  await Promise.all([...rest, chances[0]]);
  const late = queue.add({ms: 1, waits: true}, run('late'));
  await Promise.all([...chances, late]);
  expect(order.slice(0, 3).toSorted()).toEqual(['job 1 of 1', 'job 2 of 2', 'job 3 of 3']);
  expect(order.slice(3).toSorted()).toEqual([
    'late of 1',
    'second chance 1 of 1',
    'second chance 2 of 1',
  ]);
});

test('a second chance that fails lets the others go on', async () => {
  const queue = createJobQueue(1);
  const failing = queue.addAlone(async () => {
    throw new Error('made up');
  });
  await expect(failing).rejects.toThrow('made up');
  expect(await queue.add({ms: 1, waits: false}, async () => 'done')).toBe('done');
});
