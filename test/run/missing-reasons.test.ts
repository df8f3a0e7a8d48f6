import {expect, test} from 'vitest';
import {foundCounts} from '../../src/run/found-counts.js';
import {missingReasons} from '../../src/run/missing-reasons.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {staticRows} from '../score/rows.js';

const [row] = staticRows({task: 'a', own: 'F', reference: 'F'});

function rowOf(changes: Partial<VerdictRow>): VerdictRow {
  if (row === undefined) throw new Error('no row');
  return {...row, ...changes};
}

const lost = (task_id: string, missing: string | null) =>
  rowOf({task_id, origin: 'missing', status: 'missing', missing});

test('equal reasons are counted, the most frequent first', () => {
  const rows = [
    lost('a', 'timed out'),
    lost('b', '500 CUDA out of memory'),
    lost('c', '500 CUDA out of memory'),
    lost('d', null),
    rowOf({task_id: 'e'}),
  ];
  expect(missingReasons(rows)).toEqual([
    {reason: '500 CUDA out of memory', n: 2},
    {reason: 'timed out', n: 1},
    {reason: 'the run does not tell why', n: 1},
  ]);
  expect(missingReasons(rows, new Set(['a', 'e']))).toEqual([{reason: 'timed out', n: 1}]);
  expect(missingReasons([rowOf({})])).toEqual([]);
});

test('rules are counted in the order in which they are tried', () => {
  const rows = [
    rowOf({task_id: 'a', found: 'none'}),
    rowOf({task_id: 'b', found: 'bare'}),
    rowOf({task_id: 'c', found: 'block'}),
    rowOf({task_id: 'd', found: 'block'}),
    rowOf({task_id: 'e', found: null}),
  ];
  expect(foundCounts(rows)).toEqual([
    {rule: 'block', n: 2},
    {rule: 'bare', n: 1},
    {rule: 'none', n: 1},
  ]);
  expect(foundCounts(rows, new Set(['c', 'e']))).toEqual([{rule: 'block', n: 1}]);
  expect(foundCounts([rowOf({found: null})])).toEqual([]);
});
