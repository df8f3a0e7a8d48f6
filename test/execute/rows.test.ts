import {appendFileSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openRowStore, type StoredRow} from '../../src/execute/rows.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function row(taskId: string, changes: Partial<StoredRow> = {}): StoredRow {
  return {
    task_id: taskId,
    status: 'fail',
    failures: [{test: 'test_ü', text: 'Traceback\n€'}],
    code_sha256: 'a'.repeat(64),
    statuses: ['fail'],
    settled: true,
    again: false,
    code: 'x = "ü\ud800"\n',
    ...changes,
  };
}

describe('stored rows', () => {
  test('come back whole in any order, also after reopening', async () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const store = await openRowStore(path);
    await Promise.all(['a', 'b', 'c'].map((id) => store.add(row(id))));
    expect(['c', 'a', 'b'].map((id) => store.read(id))).toEqual(
      ['c', 'a', 'b'].map((id) => row(id)),
    );
    store.close();
    const again = await openRowStore(path);
    expect(again.read('b')).toEqual(row('b'));
    await again.add(row('d'));
    expect(again.read('d')).toEqual(row('d'));
    again.close();
  });

  test('of one problem: the later counts', async () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const store = await openRowStore(path);
    await store.add(row('a'));
    await store.add(row('a', {status: 'pass', failures: []}));
    expect(store.read('a').status).toBe('pass');
    store.close();
    const again = await openRowStore(path);
    expect(again.keys.get('a')?.status).toBe('pass');
    again.close();
  });

  test('are flaky when their runs have different verdicts; a missing one is none', async () => {
    const store = await openRowStore(join(temporaryDirectory(), 'rows.jsonl'));
    await store.add(row('a', {statuses: ['fail', 'missing', 'fail']}));
    await store.add(row('b', {statuses: ['fail', 'missing', 'pass']}));
    expect(['a', 'b'].map((id) => store.keys.get(id)?.flaky)).toEqual([false, true]);
    store.close();
  });

  test('a torn last line is dropped wherever it was torn, and what is added next stands on its own line', async () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const store = await openRowStore(path);
    await store.add(row('a'));
    await store.add(row('b'));
    store.close();
    const whole = readFileSync(path);
    const firstEnds = whole.indexOf(10) + 1;
    for (let length = firstEnds; length < whole.length; length += 7) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      const torn = await openRowStore(path);
      expect([...torn.keys.keys()]).toEqual(['a']);
      await torn.add(row('c'));
      torn.close();
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    }
  });

  test('damage elsewhere is refused by its line', async () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const store = await openRowStore(path);
    await store.add(row('a'));
    store.close();
    appendFileSync(path, '{"task_id":"b"}\nnonsense\n');
    await expect(openRowStore(path)).rejects.toThrow('rows.jsonl:2: status: ');
  });
});
