import {randomBytes, randomInt} from 'node:crypto';
import type {QueuedJob} from './batch.js';

/**
 * Programs whose verdict is known, in a batch among the others: a worker that says otherwise is not
 * believed. Each is another one, so that no answer can be learnt.
 */
export type Canary = {job: QueuedJob; passes: boolean};

/** One that passes, and one that fails. */
export function makeCanaries(): Canary[] {
  return [true, false].map((passes) => {
    const [number, name] = [randomInt(1_000_000), `task_${randomInt(1_000_000)}`];
    const expected = passes ? number : number + 1;
    const test = `import unittest


class TestCases(unittest.TestCase):
    def test_value(self):
        self.assertEqual(${name}(), ${expected})
`;
    return {
      passes,
      job: {
        key: randomBytes(16).toString('hex'),
        prelude: '',
        program: `def ${name}():\n    return ${number}\n`,
        test: {text: test},
        entryPoint: name,
        timeLimitMs: 30_000,
        again: false,
      },
    };
  });
}
