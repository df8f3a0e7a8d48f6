import {closeSync, ftruncateSync, openSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {FileFormatError} from '../../src/errors.js';
import {openAppendFile} from '../../src/files/append.js';
import {hasManyValues, refuseBomb} from '../../src/files/bounds.js';
import {readJson} from '../../src/files/json.js';
import {readAllJsonl} from '../../src/files/jsonl.js';
import {readOwnFile} from '../../src/files/own-file.js';
import {openSpans} from '../../src/files/span.js';
import {boundedCompressors} from '../../src/interchange/published/parquet-bounds.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const MIB = 1024 * 1024;

/** A file that is as long as it says and takes no room. */
function sparseFile(name: string, bytes: number): string {
  const path = join(temporaryDirectory(), name);
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return path;
}

const rows = z.object({a: z.int()});

test('a line of more than 64 MiB is refused by its number, not read to its end', async () => {
  const path = sparseFile('rows.jsonl', 4096 * MIB);
  await expect(readAllJsonl(path, rows)).rejects.toThrow(
    new FileFormatError(
      `${path}:1: too large: its line, read are at most 64 MiB; give a smaller file`,
    ),
  );
});

test('a file whose last line has no end is not gone on with, and soon refused', () => {
  const path = sparseFile('rows.jsonl', 4096 * MIB);
  expect(() => openAppendFile(path)).toThrow(
    `${path}: too large: its last line, read are at most 64 MiB; give a smaller file`,
  );
});

test('a file of ours too large to be held is refused before it is read', () => {
  const path = sparseFile('verdict.json', 257 * MIB);
  expect(() => readOwnFile(path)).toThrow(`${path}: too large: it, read are at most 256 MiB`);
});

test('a JSON file too large to be held is refused before it is read', () => {
  const path = sparseFile('manifest.json', 257 * MIB);
  expect(() => readJson(path, rows)).toThrow(
    `${path}: too large: ${257 * MIB} bytes, read are at most 256 MiB; give a smaller file`,
  );
});

test.each([
  ['deep', '['.repeat(2_000_001)],
  ['wide', `{"b":[${'0,'.repeat(2_000_001)}`],
  ['wide behind a text that ends late', `["\\\\\\"${','.repeat(9)}",${'0,'.repeat(2_000_001)}`],
])('JSON of millions of values is refused before it is parsed: %s', async (_, json) => {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  writeFileSync(path, `{"a":1}\n${json}\n`);
  const refusal = 'record: more than 2000000 values in it; give a smaller file';
  await expect(readAllJsonl(path, rows)).rejects.toThrow(
    new FileFormatError(`${path}:2: ${refusal}`),
  );
  writeFileSync(path, json);
  expect(() => readJson(path, rows)).toThrow(new FileFormatError(`${path}: ${refusal}`));
});

test('values in a long text are none', () => {
  expect(hasManyValues(JSON.stringify({a: '[,"\\'.repeat(2_000_000), b: [1, 2]}))).toBe(false);
});

test('a packed file that unpacks to hundreds of times its size is refused', async () => {
  const path = join(temporaryDirectory(), 'bomb.jsonl.gz');
  const line = `{"a":1}${' '.repeat(MIB)}\n`;
  writeFileSync(path, gzipSync(line.repeat(70)));
  const refusal = `${path}: unpacks to more than 250 times its size; unpack it yourself if you trust it`;
  await expect(readAllJsonl(path, rows)).rejects.toThrow(new FileFormatError(refusal));
  await expect(openSpans(path)).rejects.toThrow(refusal);
});

test('a small file may be packed as tightly as it likes', async () => {
  const path = join(temporaryDirectory(), 'rows.jsonl.gz');
  writeFileSync(path, gzipSync('{"a":1}\n'.repeat(50_000)));
  expect(await readAllJsonl(path, rows)).toHaveLength(50_000);
});

test('nobody unpacks more than 16 GiB, however honestly it is packed', () => {
  const GIB = 1024 * MIB;
  expect(() => refuseBomb('f', GIB, 16 * GIB)).not.toThrow();
  expect(() => refuseBomb('f', GIB, 16 * GIB + 1)).toThrow('f: too large: its content');
});

test('a page of parquet is refused by what it says it unpacks to', () => {
  const unpacked: number[] = [];
  const {GZIP: unpack} = boundedCompressors('log.parquet', {
    GZIP: (packed, length) => {
      unpacked.push(length);
      return packed;
    },
  });
  const page = new Uint8Array(MIB);
  unpack?.(page, 200 * MIB);
  expect(() => unpack?.(page, 257 * MIB)).toThrow('log.parquet: too large: a page of it');
  expect(() => unpack?.(page.subarray(0, 1000), 65 * MIB)).toThrow('250 times its size');
  expect(unpacked).toEqual([200 * MIB]);
});
