import {expect, test} from 'vitest';
import {againNotice} from '../../src/execute/judge-samples.js';

test('second runs are told as the judge does them, here or on the workers of a queue', () => {
  expect(againNotice(1, {})).toBe(
    '1 timeout had less than 90% of its limit in CPU time: run again, one at a time but for those seen asleep',
  );
  expect(againNotice(2, {atOnce: () => 8})).toBe(
    '2 timeouts had less than 90% of their limit in CPU time: run again, one at a time on each worker but for those seen asleep',
  );
});
