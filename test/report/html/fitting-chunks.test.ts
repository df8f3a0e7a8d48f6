import {expect, test} from 'vitest';
import {sha256} from '../../../src/files/canonical-hash.js';
import {fittingChunks} from '../../../src/report/html/fitting-chunks.js';

/** A problem whose texts no packing makes much smaller. */
const detail = (hashes: number) => {
  const text = Array.from({length: hashes}, (_, i) => sha256(`${hashes} ${i}`)).join('');
  return {task_id: 'T/0', problem: null, prompts: [], runs: [], texts: [text]};
};

test('a conversation that is too large keeps no other out of the page', () => {
  const sizes = [5, 2000, 6, 7];
  const model = {byPriority: [0, 1, 2, 3], detail: (task: number) => detail(sizes[task] ?? 0)};
  expect([...fittingChunks(model, 20_000).keys()]).toEqual([0, 2, 3]);
});

test('once a page is full, no further conversation is packed', () => {
  const packed: number[] = [];
  const model = {
    byPriority: Array.from({length: 100}, (_, i) => i),
    detail: (task: number) => {
      packed.push(task);
      return detail(20);
    },
  };
  const fitting = fittingChunks(model, 60_000);
  expect(fitting.size).toBeGreaterThan(9);
  expect(packed).toHaveLength(fitting.size + 1);
});
