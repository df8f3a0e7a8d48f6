import {setImmediate as turn} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {judgeMany, type Tally} from '../../src/judging/judge-many.js';

type Item = {id: string; bytes: number};
type Row = {id: string; status: 'pass' | 'missing' | 'open'};

const items = (...ids: string[]): Item[] => ids.map((id) => ({id, bytes: 1}));
const window = {items: 2, bytes: 100};

/** Rows in memory; `order` is that of their coming. */
function openRows(...before: Row[]) {
  const rows = new Map(before.map((row) => [row.id, row]));
  const order: string[] = [];
  return {
    rows,
    order,
    has: ({id}: Item) => rows.has(id),
    add(row: Row) {
      order.push(row.id);
      rows.set(row.id, row);
    },
  };
}

const passing = async ({id}: Item): Promise<Row> => ({id, status: 'pass'});
const isMissing = ({status}: Row) => status === 'missing';

describe('judging many', () => {
  test('judges what has no row, keeps each row before it counts, and tells how far it is', async () => {
    const kept = openRows({id: 'b', status: 'pass'});
    const told: Tally[] = [];
    const judge = async (item: Item): Promise<Row> =>
      item.id === 'c' ? {id: 'c', status: 'missing'} : passing(item);
    await judgeMany({total: 3, before: 1, first: items('a', 'b', 'c')}, kept, {
      judge,
      isMissing,
      window: {items: 1, bytes: 100},
      onProgress: (tally) => {
        told.push(tally);
        expect(kept.rows.size).toBe(tally.done);
      },
    });
    expect(kept.order).toEqual(['a', 'c']);
    const steady = {total: 3, before: 1, again: 0};
    expect(told).toEqual([
      {...steady, done: 1, missing: 0},
      {...steady, done: 2, missing: 0},
      {...steady, done: 3, missing: 1},
    ]);
  });

  test('reads candidates no further than the window holds', async () => {
    let read = 0;
    const lazily = function* () {
      for (const item of items('a', 'b', 'c', 'd')) {
        read += 1;
        yield item;
      }
    };
    let most = 0;
    let done = 0;
    const judge = async (item: Item) => {
      await turn();
      most = Math.max(most, read - done);
      done += 1;
      return passing(item);
    };
    await judgeMany({total: 4, before: 0, first: lazily()}, openRows(), {judge, isMissing, window});
    expect([read, most]).toEqual([4, 3]); // the third is read, and waits for room
  });

  test('runs a second round after the rest, by fewer at once, of what its rows leave open', async () => {
    const kept = openRows();
    const rounds: string[] = [];
    let underWay = 0;
    let most = 0;
    const told: Tally[] = [];
    const judge = async ({id}: Item, round: 'first' | 'again'): Promise<Row> => {
      rounds.push(`${id} ${round}`);
      underWay += 1;
      if (round === 'again') most = Math.max(most, underWay);
      await turn();
      underWay -= 1;
      return {id, status: round === 'first' && id !== 'b' ? 'open' : 'pass'};
    };
    const all = items('a', 'b', 'c');
    const again = () => all.filter(({id}) => kept.rows.get(id)?.status === 'open');
    await judgeMany({total: 3, before: 0, first: all, again}, kept, {
      judge,
      isMissing,
      window,
      calmItems: 1,
      onProgress: (tally) => told.push(tally),
    });
    expect(rounds.slice(0, 3).sort()).toEqual(['a first', 'b first', 'c first']);
    expect(rounds.slice(3)).toEqual(['a again', 'c again']);
    expect(most).toBe(1);
    expect(told.map((tally) => tally.again)).toEqual([0, 0, 0, 0, 2, 1, 0]);
    expect([...kept.rows.values()].map(({status}) => status)).toEqual(['pass', 'pass', 'pass']);
  });

  test('counts as missing what has no verdict yet, once', async () => {
    const told: Tally[] = [];
    const all = items('a', 'b');
    const judge = async ({id}: Item, round: 'first' | 'again'): Promise<Row> => ({
      id,
      status: id === 'a' && round === 'again' ? 'pass' : 'missing',
    });
    await judgeMany({total: 2, before: 0, first: all, again: () => all}, openRows(), {
      judge,
      isMissing,
      window: {items: 1, bytes: 100},
      onProgress: (tally) => told.push(tally),
    });
    expect(told.map(({missing}) => missing)).toEqual([0, 1, 2, 2, 1, 1]);
  });

  test('stops at the first failure without waiting, and keeps nothing that comes later', async () => {
    const kept = openRows();
    let finish = () => {};
    const judge = async (item: Item) => {
      if (item.id === 'b') throw new TypeError('ours');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return passing(item);
    };
    const judged = judgeMany({total: 3, before: 0, first: items('a', 'b', 'c')}, kept, {
      judge,
      isMissing,
      window,
    });
    await expect(judged).rejects.toThrow(new TypeError('ours'));
    finish();
    await turn();
    expect(kept.order).toEqual([]);
  });

  test('ends with the signal’s reason', async () => {
    const stop = new AbortController();
    const judged = judgeMany({total: 1, before: 0, first: items('a')}, openRows(), {
      judge: () => new Promise<Row>(() => {}),
      isMissing,
      window,
      signal: stop.signal,
    });
    stop.abort(new Error('enough'));
    await expect(judged).rejects.toThrow('enough');
  });

  test('tries a row again that a full disk refused, and then says so', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), {code: 'ENOSPC'});
    const refusing = (times: number) => {
      const kept = openRows();
      let left = times;
      return {
        ...kept,
        add(row: Row) {
          if (left-- > 0) throw full;
          kept.add(row);
        },
      };
    };
    const judgeOne = (kept: ReturnType<typeof refusing>) =>
      judgeMany({total: 1, before: 0, first: items('a')}, kept, {
        judge: passing,
        isMissing,
        window,
      });
    const once = refusing(1);
    await judgeOne(once);
    expect(once.order).toEqual(['a']);
    await expect(judgeOne(refusing(3))).rejects.toThrow(
      'no room on the disk for another verdict (ENOSPC: no space left); make room',
    );
  });
});
