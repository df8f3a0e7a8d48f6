import {expect, test} from 'vitest';
import {failingEntries} from '../../src/judging/failing-entries.js';

test('a program that does not compile has the one entry ALL, the compiler’s words', () => {
  expect(failingEntries({status: 'fail', compilationError: 'SyntaxError: x'})).toEqual([
    {test: 'ALL', text: 'SyntaxError: x'},
  ]);
});

test('the entries of a report are its own, whatever its status', () => {
  const failures = [
    {test: 'test_a', text: 'Traceback'},
    {test: 'ALL', text: 'Timed out'},
  ];
  const report = {tests: ['test_a'], failures};
  expect(failingEntries({status: 'timeout', limitMs: 1, report})).toEqual(failures);
  expect(failingEntries({status: 'pass', report: {...report, failures: []}})).toEqual([]);
});
