import {expect, test} from 'vitest';
import {type Counting, countedRow, countedStatus} from '../../src/execute/counting.js';
import type {StoredRow} from '../../src/execute/rows.js';

const row = (changes: Partial<StoredRow>): StoredRow => ({
  task_id: 'a',
  sample: 0,
  status: 'pass',
  trust: 'shared',
  failures: [],
  code_sha256: 'c'.repeat(64),
  statuses: ['pass'],
  settled: true,
  again: false,
  code: 'x = 1\n',
  ...changes,
});

const counting: Counting = {policy: 'separate', inseparable: new Set(['b'])};

test('a pass of one process is a fail by `separate`, and says so', () => {
  const {status, failures, trust} = countedRow(row({}), counting);
  expect({status, trust}).toEqual({status: 'fail', trust: null});
  expect(failures).toEqual([{test: 'ALL', text: expect.stringContaining('in one process')}]);
});

test.each<[string, StoredRow, Counting]>([
  ['with tests and program apart', row({trust: 'separate'}), counting],
  ['of a problem that allows no other way', row({task_id: 'b'}), counting],
  ['where any counts', row({}), {...counting, policy: 'any'}],
])('a pass %s stays one', (_what, each, how) => {
  expect(countedStatus(each, how)).toBe('pass');
  expect(countedRow(each, how)).toEqual(each);
});
