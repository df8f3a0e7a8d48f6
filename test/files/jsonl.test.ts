import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../../src/errors.js';
import {type ReadOptions, readAllJsonl, readJsonl, toJsonLine} from '../../src/files/jsonl.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const schema = z.object({name: z.string(), turn: z.number()});

function fileOf(content: string | Uint8Array): string {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  writeFileSync(path, content);
  return path;
}

async function refusal(content: string | Uint8Array, options?: ReadOptions): Promise<string> {
  const path = fileOf(content);
  const error: unknown = await readAllJsonl(path, schema, options).catch(
    (reason: unknown) => reason,
  );
  if (!(error instanceof FileFormatError))
    throw new Error(`expected a FileFormatError, got ${String(error)}`);
  return error.message.replace(path, 'rows.jsonl');
}

const [a, b] = [
  {name: 'a', turn: 1},
  {name: 'b', turn: 2},
];

describe('reading JSONL', () => {
  test('gives records with the line they stand at, blank lines passed over and counted', async () => {
    const path = fileOf('{"name":"a","turn":1}\n\n   \t\n{"name":"b","turn":2}\n');
    const located = [];
    for await (const row of readJsonl(path, schema)) located.push(row);
    expect(located).toEqual([
      {line: 1, value: a, span: {offset: 0, length: 21}},
      {line: 4, value: b, span: {offset: 28, length: 21}},
    ]);
  });

  test('takes a byte order mark, CRLF and a last line without newline', async () => {
    const path = fileOf('\uFEFF{"name":"a","turn":1}\r\n\r\n{"name":"b","turn":2}');
    expect(await readAllJsonl(path, schema)).toEqual([a, b]);
  });

  test('ends lines at \\n only: U+2028, U+2029, U+0085 and \\f inside strings are text', async () => {
    const name = 'x\u2028y\u2029z\u0085\f';
    expect(await readAllJsonl(fileOf(`${JSON.stringify({name, turn: 1})}\n`), schema)).toEqual([
      {name, turn: 1},
    ]);
  });

  test('reads gzip by its first bytes, whatever the name', async () => {
    expect(
      await readAllJsonl(
        fileOf(gzipSync('{"name":"a","turn":1}\n{"name":"b","turn":2}\n')),
        schema,
      ),
    ).toEqual([a, b]);
  });

  test('puts characters and records together that the read blocks cut (64 KiB)', async () => {
    const rows = Array.from({length: 40}, (_, turn) => ({name: 'ä€😀'.repeat(997), turn}));
    expect(await readAllJsonl(fileOf(rows.map(toJsonLine).join('')), schema)).toEqual(rows);
  });

  test('gives nothing for an empty file', async () => {
    expect(await readAllJsonl(fileOf(''), schema)).toEqual([]);
  });

  test('refuses a file that is not there by name', async () => {
    const path = join(temporaryDirectory(), 'absent.jsonl');
    await expect(readAllJsonl(path, schema)).rejects.toThrow(
      new UsageError(`${path}: no such file`),
    );
  });
});

describe('a refusal names file, line and field', () => {
  test.each([
    ['not JSON', '{"name":"a","turn":1}\nname: b\n', /^rows\.jsonl:2: record: not JSON \(.+\)$/],
    [
      'a torn last line',
      '{"name":"a","turn":1}\n{"name":"b","tu',
      /^rows\.jsonl:2: record: not JSON \(.+\)$/,
    ],
    [
      'two records glued together',
      '{"name":"a","turn":1}{"name":"b","turn":2}\n',
      /^rows\.jsonl:1: record: not JSON/,
    ],
    [
      'a missing field',
      '{"name":"a","turn":1}\n{"name":"b"}\n',
      /^rows\.jsonl:2: turn: missing; expected a number$/,
    ],
    [
      'a field of another type',
      '{"name":"a","turn":"1"}\n',
      /^rows\.jsonl:1: turn: expected a number, got ".*"$/,
    ],
    ['no object', '[]\n', /^rows\.jsonl:1: record: expected an object, got an empty list$/],
    ['null', 'null\n', /^rows\.jsonl:1: record: expected an object, got null$/],
  ])('%s', async (_, content, message) => {
    expect(await refusal(content)).toMatch(message);
  });

  test('bytes that are not UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from('{"name":"a","turn":1}\n{"name":"'),
      Buffer.from([0xff, 0x22]),
    ]);
    expect(await refusal(content)).toBe('rows.jsonl:2: record: not UTF-8');
  });

  test('gzip that breaks off', async () => {
    const whole = gzipSync(JSON.stringify(a).repeat(100));
    expect(await refusal(whole.subarray(0, whole.length - 12))).toMatch(
      /^rows\.jsonl: cannot be read \(.+\)$/,
    );
  });
});

describe('a last line that a killed writer left', () => {
  test('is dropped where asked for, also when it breaks off inside a character', async () => {
    const whole = toJsonLine(a);
    const torn = Buffer.from(toJsonLine({name: 'ä', turn: 2}));
    for (let length = 1; length < torn.length - 1; length += 1) {
      const path = fileOf(Buffer.concat([Buffer.from(whole), torn.subarray(0, length)]));
      expect(await readAllJsonl(path, schema, {tornLastLine: 'drop'}), `${length} bytes`).toEqual([
        a,
      ]);
    }
  });

  test('counts when only its newline is lost', async () => {
    const path = fileOf(toJsonLine(a) + JSON.stringify(b));
    expect(await readAllJsonl(path, schema, {tornLastLine: 'drop'})).toEqual([a, b]);
  });

  test('excuses no other line', async () => {
    const broken = `{"name":"a","tu\n${toJsonLine(b)}`;
    expect(await refusal(broken, {tornLastLine: 'drop'})).toMatch(
      /^rows\.jsonl:1: record: not JSON/,
    );
  });
});

test('a line is written as JSON and one newline, half a surrogate pair escaped', () => {
  expect(toJsonLine({name: 'x\n\uD83D', turn: 1})).toBe('{"name":"x\\n\\ud83d","turn":1}\n');
});
