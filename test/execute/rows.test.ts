import {join} from 'node:path';
import {expect, test} from 'vitest';
import {HarnessError} from '../../src/errors.js';
import {openSampleRows, rowOf, type StoredRow} from '../../src/execute/rows.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function row(taskId: string, changes: Partial<StoredRow> = {}): StoredRow {
  return {
    task_id: taskId,
    sample: 0,
    status: 'fail',
    trust: null,
    failures: [{test: 'test_ü', text: 'Traceback\n€'}],
    code_sha256: 'a'.repeat(64),
    statuses: ['fail'],
    settled: true,
    again: false,
    code: 'x = "ü\ud800"\n',
    ...changes,
  };
}

test('rows of samples are flaky when their runs have different verdicts; a missing one is none', async () => {
  const rows = await openSampleRows(join(temporaryDirectory(), 'rows.jsonl'));
  rows.add(row('a', {statuses: ['fail', 'missing', 'fail']}));
  rows.add(row('b', {statuses: ['fail', 'missing', 'pass']}));
  expect(['0 a', '0 b'].map((key) => rows.note(key)?.flaky)).toEqual([false, true]);
  expect(rowOf(rows, {taskId: 'b', sample: 0})).toEqual(
    row('b', {statuses: ['fail', 'missing', 'pass']}),
  );
  expect(() => rowOf(rows, {taskId: 'b', sample: 1})).toThrow(HarnessError);
  rows.close();
});
