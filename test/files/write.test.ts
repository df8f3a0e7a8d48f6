import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {writeAtomically, writeJson} from '../../src/files/write.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('a file is replaced whole, and nothing is left beside it', () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'rows.jsonl');
  writeFileSync(path, 'old and longer than what replaces it\n');
  writeAtomically(path, ['a\n', '', 'b\n']);
  expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
  expect(readdirSync(directory)).toEqual(['rows.jsonl']);
});

test('a source that breaks off leaves the file as it was', () => {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  writeFileSync(path, 'old\n');
  const breaking = function* () {
    yield 'x'.repeat(3 << 20);
    throw new Error('disk full');
  };
  expect(() => writeAtomically(path, breaking())).toThrow('disk full');
  expect(readFileSync(path, 'utf8')).toBe('old\n');
});

test('more than a batch of 1 MiB is written in order, characters of several bytes whole', () => {
  const path = join(temporaryDirectory(), 'rows.jsonl');
  const chunks = Array.from({length: 700}, (_, i) => `${i}${'😀'.repeat(1000)}\n`);
  writeAtomically(path, chunks);
  expect(readFileSync(path, 'utf8') === chunks.join('')).toBe(true);
  expect(existsSync(`${path}.tmp`)).toBe(false);
});

test('JSON is indented by two and ends with a newline', () => {
  const path = join(temporaryDirectory(), 'manifest.json');
  writeJson(path, {a: [1]});
  expect(readFileSync(path, 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});
