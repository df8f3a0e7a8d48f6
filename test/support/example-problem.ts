import type {Problem} from '../../src/problem/problem.js';

/** A small problem; `changes` replaces what a test is about. */
export function exampleProblem(changes: Partial<Problem> = {}): Problem {
  return {
    task_id: 'Example/0',
    complete_prompt: 'import math\n\ndef task_func(x):\n    """Double x."""\n',
    instruct_prompt: 'Double x.',
    canonical_solution: '    return 2 * x\n',
    code_prompt: 'import math\n\ndef task_func(x):',
    test: 'import unittest\nclass TestCases(unittest.TestCase):\n    def test_double(self):\n        self.assertEqual(task_func(2), 4)\n',
    entry_point: 'task_func',
    doc_struct: '{}',
    libs: "['math']",
    ...changes,
  };
}
