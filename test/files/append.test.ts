import {appendFileSync, linkSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {openAppendFile} from '../../src/files/append.js';
import {openFilesIn, tellsOpenFiles} from '../support/open-files.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function contentAfterAppending(before: string | Uint8Array | null, record: unknown): string {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  if (before !== null) writeFileSync(path, before);
  const appender = openAppendFile(path);
  appender.append(record);
  appender.close();
  return readFileSync(path, 'utf8');
}

describe('appending', () => {
  test('makes the file and ends every record with a newline', () => {
    expect(contentAfterAppending(null, {a: 1})).toBe('{"a":1}\n');
    expect(contentAfterAppending('{"a":1}\n', {a: 2})).toBe('{"a":1}\n{"a":2}\n');
  });

  test('drops a torn last line and nothing else', () => {
    expect(contentAfterAppending('{"a":1}\n{"a":2}\n{"a":', {a: 3})).toBe(
      '{"a":1}\n{"a":2}\n{"a":3}\n',
    );
    expect(contentAfterAppending('{"a":', {a: 3})).toBe('{"a":3}\n');
  });

  test('drops a line torn inside a character', () => {
    const torn = Buffer.from('{"a":1}\n{"a":"ä').subarray(0, -1);
    expect(contentAfterAppending(torn, {a: 3})).toBe('{"a":1}\n{"a":3}\n');
  });

  test('keeps a whole record that lost its newline only', () => {
    expect(contentAfterAppending('{"a":1}\n{"a":2}', {a: 3})).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
  });

  test('finds the start of a torn line that is longer than a block of 64 KiB', () => {
    const long = `{"a":"${'x'.repeat(200_000)}`;
    expect(contentAfterAppending(`{"a":1}\n${long}`, {a: 3})).toBe('{"a":1}\n{"a":3}\n');
    expect(contentAfterAppending(`{"a":1}\n${long}"}`, {a: 3})).toBe(
      `{"a":1}\n${long}"}\n{"a":3}\n`,
    );
  });

  test('has each record on disk when it returns', () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const appender = openAppendFile(path);
    appender.append({a: 1});
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n');
    appendFileSync(path, '{"b":1}\n');
    appender.append({a: 2});
    appender.close();
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":1}\n{"a":2}\n');
  });
});

test('a folder in the place of the file is refused by name', () => {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  mkdirSync(path);
  expect(() => openAppendFile(path)).toThrow(`${path}: is a folder, where a file belongs`);
});

test.runIf(tellsOpenFiles)('whoever stops reading its lines half-way leaves it open', async () => {
  const directory = temporaryDirectory();
  const file = openAppendFile(join(directory, 'rows.jsonl'));
  for (const id of ['a', 'b']) file.append({id});
  for await (const _line of file.lines()) break;
  await setTimeout(20);
  expect(openFilesIn(directory)).toEqual(['rows.jsonl']);
  file.close();
  expect(openFilesIn(directory)).toEqual([]);
});

test('nothing is appended to a file that has another name', () => {
  const folder = temporaryDirectory();
  const [path, other] = [join(folder, 'rows.jsonl'), join(folder, 'a file of the user')];
  writeFileSync(other, 'mine\n');
  linkSync(other, path);
  expect(() => openAppendFile(path)).toThrow(`${path}: has another name as well (a hard link)`);
  expect(readFileSync(other, 'utf8')).toBe('mine\n');
});
