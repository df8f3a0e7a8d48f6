import {readFileSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {FileFormatError, HarnessError, UsageError} from '../../src/errors.js';
import {type Ledger, openLedger} from '../../src/files/ledger.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const rowSchema = z.object({id: z.string(), text: z.string()});
type Row = z.infer<typeof rowSchema>;
type Lengths = Ledger<Row, number>;

const open = (path: string): Promise<Lengths> =>
  openLedger(path, {
    schema: rowSchema,
    keyOf: ({id}: Row) => id,
    noteOf: ({text}: Row) => text.length,
  });

async function sitting<T>(path: string, work: (ledger: Lengths) => T): Promise<T> {
  const ledger = await open(path);
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

const newPath = () => join(temporaryDirectory(), 'rows.jsonl');

describe('a ledger', () => {
  test('gives rows back whole, in any order, and after it is opened again', async () => {
    const path = newPath();
    const row = (id: string) => ({id, text: `x = "ü\ud800"\n€ ${id}`});
    await sitting(path, (ledger) => {
      for (const id of ['a', 'b', 'c']) ledger.add(row(id));
      expect(['c', 'a', 'b'].map(ledger.get)).toEqual(['c', 'a', 'b'].map(row));
    });
    await sitting(path, (ledger) => {
      expect(ledger.get('b')).toEqual(row('b'));
      ledger.add(row('d'));
      expect(ledger.get('d')).toEqual(row('d'));
      expect(ledger.get('e')).toBeUndefined();
      expect([ledger.size, [...ledger.keys()]]).toEqual([4, ['a', 'b', 'c', 'd']]);
    });
  });

  test('of two rows of one key the later counts; the same row is not written twice', async () => {
    const path = newPath();
    await sitting(path, (ledger) => {
      for (const text of ['long', 'x', 'x', 'y', 'y']) ledger.add({id: 'a', text});
      expect([ledger.get('a')?.text, ledger.note('a')]).toEqual(['y', 1]);
    });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
    await sitting(path, (ledger) => expect(ledger.get('a')?.text).toBe('y'));
  });

  test('drops a torn last line wherever it was torn, and what comes next has its own line', async () => {
    const path = newPath();
    await sitting(path, (ledger) => {
      ledger.add({id: 'a', text: 'first'});
      ledger.add({id: 'b', text: 'sécond'});
    });
    const whole = readFileSync(path);
    for (let length = whole.indexOf(10) + 1; length < whole.length - 1; length += 1) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      await sitting(path, (ledger) => {
        expect([...ledger.keys()]).toEqual(['a']);
        ledger.add({id: 'c', text: 'third'});
        expect(ledger.get('c')?.text).toBe('third');
      });
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
    }
  });

  test('keeps a whole last row that lost its newline only', async () => {
    const path = newPath();
    writeFileSync(path, '{"id":"a","text":"1"}\n\n{"id":"b","text":"2"}');
    await sitting(path, (ledger) => {
      ledger.add({id: 'c', text: '3'});
      expect(['a', 'b', 'c'].map((id) => ledger.get(id)?.text)).toEqual(['1', '2', '3']);
    });
  });

  test('refuses other damage by file, line and field', async () => {
    const path = newPath();
    writeFileSync(path, '{"id":"a","text":"1"}\n{"id":"b"}\n');
    await expect(open(path)).rejects.toThrow(FileFormatError);
    await expect(open(path)).rejects.toThrow(`${path}:2: text: `);
    writeFileSync(path, 'nonsense\n{"id":"a","text":"1"}\n');
    await expect(open(path)).rejects.toThrow(`${path}:1: record: not JSON`);
  });

  test('is rewritten in the order given, and gives each row from its new place', async () => {
    const path = newPath();
    await sitting(path, (ledger) => {
      for (const id of ['c', 'a', 'b']) ledger.add({id, text: id.repeat(3)});
      ledger.rewrite(
        [...ledger.keys()].sort().flatMap((id) => {
          const row = ledger.get(id);
          return row ? [row] : [];
        }),
      );
      expect(ledger.get('c')?.text).toBe('ccc');
      ledger.add({id: 'd', text: 'ddd'});
      expect(ledger.get('d')?.text).toBe('ddd');
    });
    expect(readFileSync(path, 'utf8')).toBe(
      ['a', 'b', 'c', 'd'].map((id) => `{"id":"${id}","text":"${id.repeat(3)}"}\n`).join(''),
    );
  });

  test('stays as it was when a rewriting breaks off', async () => {
    const path = newPath();
    await sitting(path, (ledger) => {
      for (const id of ['b', 'a']) ledger.add({id, text: id});
      const breaksOff = function* () {
        yield {id: 'a', text: 'new'};
        throw new RangeError('enough');
      };
      expect(() => ledger.rewrite(breaksOff())).toThrow('enough');
      ledger.add({id: 'c', text: 'c'});
      expect(['a', 'b', 'c'].map((id) => ledger.get(id)?.text)).toEqual(['a', 'b', 'c']);
    });
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  });

  test('that is made when needed is no file until its first row', async () => {
    const path = newPath();
    const ledger = await openLedger(path, {
      schema: rowSchema,
      keyOf: ({id}: Row) => id,
      noteOf: () => undefined,
      made: 'when needed',
    });
    ledger.rewrite([]);
    expect(() => statSync(path)).toThrow('ENOENT');
    ledger.add({id: 'a', text: '1'});
    expect(ledger.get('a')?.text).toBe('1');
    ledger.close();
  });

  test('takes no row once it is closed', async () => {
    const ledger = await open(newPath());
    ledger.close();
    expect(() => ledger.add({id: 'a', text: '1'})).toThrow(HarnessError);
  });

  test('follows no link, and leaves what it leads to as it is', async () => {
    const path = newPath();
    const victim = join(temporaryDirectory(), 'victim');
    writeFileSync(victim, 'export KEEP=1\nexport LAST=torn');
    symlinkSync(victim, path);
    await expect(open(path)).rejects.toThrow(
      new UsageError(`${path}: is a link, and none is followed here; remove it`),
    );
    expect(readFileSync(victim, 'utf8')).toBe('export KEEP=1\nexport LAST=torn');
  });
});
