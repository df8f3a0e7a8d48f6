import {describe, expect, test} from 'vitest';
import {compilationFeedback} from '../../src/feedback/compilation.js';
import {executionFeedback} from '../../src/feedback/execution.js';
import type {TestReport} from '../../src/judging/judge.js';

const tests = ['test_one', 'test_two', 'test_three', 'test_four', 'test_five'];

function failing(...names: string[]): {status: 'fail'; report: TestReport} {
  return {
    status: 'fail',
    report: {tests, failures: names.map((test) => ({test, text: `Traceback of ${test}`}))},
  };
}

describe('execution feedback', () => {
  test('is absent where the scenario has none, and of code that does not compile', () => {
    expect(executionFeedback(failing('test_one'), 'none')).toBeNull();
    for (const scope of ['none', 'partial', 'full'] as const)
      expect(
        executionFeedback(
          {status: 'fail', compilationError: 'SyntaxError: invalid syntax\n'},
          scope,
        ),
      ).toBeNull();
  });

  test('has an entry per failing test, its name in capitals, a newline behind the traceback and an empty line between', () => {
    expect(executionFeedback(failing('test_two', 'test_five'), 'full')).toBe(
      'TEST_TWO\nTraceback of test_two\n\nTEST_FIVE\nTraceback of test_five\n',
    );
  });

  test('in partial scope tells of the first three tests in source order only', () => {
    expect(executionFeedback(failing('test_three', 'test_four', 'test_five'), 'partial')).toBe(
      'TEST_THREE\nTraceback of test_three\n',
    );
  });

  test('in partial scope says that all passed when the tests that failed are out of sight', () => {
    expect(executionFeedback(failing('test_four'), 'partial')).toBe('Passed all test runs');
    expect(executionFeedback(failing('test_four'), 'full')).toBe(
      'TEST_FOUR\nTraceback of test_four\n',
    );
  });

  test('always tells what belongs to no single test: `ALL` is in scope for partial too', () => {
    expect(executionFeedback(failing('test_four', 'ALL'), 'partial')).toBe(
      'ALL\nTraceback of ALL\n',
    );
  });

  test('of a subtest is in scope where its test is', () => {
    expect(executionFeedback(failing('test_two (i=1)', 'test_four (i=1)'), 'partial')).toBe(
      'TEST_TWO (I=1)\nTraceback of test_two (i=1)\n',
    );
  });

  test('of tests generated or inherited, which the source does not name, stays out of partial scope', () => {
    const report = {tests: ['test_one'], failures: [{test: 'test_made', text: 'T'}]};
    expect(executionFeedback({status: 'fail', report}, 'partial')).toBe('Passed all test runs');
    expect(executionFeedback({status: 'fail', report}, 'full')).toBe('TEST_MADE\nT\n');
  });

  test('of fewer than three tests tells of what there are', () => {
    const report = {tests: ['test_b', 'test_a'], failures: [{test: 'test_a', text: 'T'}]};
    expect(executionFeedback({status: 'fail', report}, 'partial')).toBe('TEST_A\nT\n');
  });

  test('of a timeout or an ended process names the test that was running, and ALL', () => {
    const words = 'Timed out: the tests did not finish within 2 s';
    const failures = ['test_two', 'ALL'].map((test) => ({test, text: words}));
    expect(
      executionFeedback({status: 'timeout', limitMs: 2_000, report: {tests, failures}}, 'partial'),
    ).toBe(`TEST_TWO\n${words}\n\nALL\n${words}\n`);
  });

  test('is cut from 8,000 code points on', () => {
    const report = {
      tests,
      failures: [{test: 'test_one', text: 'x'.repeat(8_000 - 'TEST_ONE\n\n'.length)}],
    };
    // Two lines, the name and the text: w = 1.
    expect(executionFeedback({status: 'fail', report}, 'full')).toBe(
      `TEST_ONE\n...\n${'x'.repeat(4_000)}`,
    );
    const shorter = {
      tests,
      failures: [{test: 'test_one', text: 'x'.repeat(7_999 - 'TEST_ONE\n\n'.length)}],
    };
    expect(executionFeedback({status: 'fail', report: shorter}, 'full')).toHaveLength(7_999);
  });
});

describe('compilation feedback', () => {
  test('is the compiler’s traceback, else the fixed words', () => {
    expect(compilationFeedback({status: 'fail', compilationError: 'SyntaxError: x\n'})).toBe(
      'SyntaxError: x\n',
    );
    expect(compilationFeedback(failing('test_one'))).toBe('No syntax errors');
  });
});
