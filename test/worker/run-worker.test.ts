import {expect, test} from 'vitest';
import {workerSpec} from '../../src/worker/run-worker.js';

test('a worker runs every program that it is sent, and keeps no verdict', () => {
  expect(workerSpec({python: 'python3', workers: 2})).toEqual({
    python: 'python3',
    workers: 2,
    keepVerdicts: false,
  });
  expect(workerSpec(undefined).keepVerdicts).toBe(false);
});
