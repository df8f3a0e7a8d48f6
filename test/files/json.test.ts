import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {readJson} from '../../src/files/json.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const schema = z.object({suite: z.object({sha256: z.string()})});

function refusal(content: string | Uint8Array): string {
  const path = join(temporaryDirectory(), 'manifest.json');
  writeFileSync(path, content);
  try {
    readJson(path, schema);
  } catch (error) {
    if (error instanceof Error)
      return `${error.name} ${error.message.replace(path, 'manifest.json')}`;
  }
  return 'taken';
}

test('a JSON file is read through its schema', () => {
  const path = join(temporaryDirectory(), 'manifest.json');
  writeFileSync(path, '\uFEFF{"suite": {"sha256": "é"}}\n');
  expect(readJson(path, schema)).toEqual({suite: {sha256: 'é'}});
});

test.each([
  ['empty', '', /^FileFormatError manifest\.json: record: not JSON \(.+\)$/],
  ['torn', '{"suite": {"sha', /^FileFormatError manifest\.json: record: not JSON \(.+\)$/],
  [
    'broken in the middle of several lines',
    '{\n"suite":\n nonsense}\n',
    /^FileFormatError manifest\.json: record: not JSON \([^\n]+\)$/,
  ],
  [
    'without a field',
    '{"suite": {}}',
    /^FileFormatError manifest\.json: suite\.sha256: missing; expected text$/,
  ],
  [
    'not UTF-8',
    Buffer.from([0x7b, 0xe4, 0x7d]),
    /^FileFormatError manifest\.json: record: not UTF-8$/,
  ],
])('a JSON file that is %s is refused by name and field', (_, content, message) => {
  expect(refusal(content)).toMatch(message);
});

test('a file that is absent or a directory is refused by name', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'manifest.json'));
  expect(() => readJson(join(directory, 'absent.json'), schema)).toThrow(
    /absent\.json: no such file$/,
  );
  expect(() => readJson(join(directory, 'manifest.json'), schema)).toThrow(
    /manifest\.json: cannot be read \(/,
  );
});
