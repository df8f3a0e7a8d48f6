import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  clearLeftovers,
  isLeftover,
  streamAtomically,
  writeAtomically,
  writeJson,
} from '../../src/files/write.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const ways = {
  writeAtomically: async (path: string, chunks: Iterable<string>) => writeAtomically(path, chunks),
  streamAtomically,
};

describe.each(Object.entries(ways))('%s', (_, write) => {
  test('replaces a file whole, and nothing is left beside it', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'rows.jsonl');
    writeFileSync(path, 'old and longer than what replaces it\n');
    await write(path, ['a\n', '', 'b\n']);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
    expect(readdirSync(directory)).toEqual(['rows.jsonl']);
  });

  test('a source that breaks off leaves the file as it was, and nothing beside it', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'rows.jsonl');
    writeFileSync(path, 'old\n');
    const breaking = function* () {
      yield 'x'.repeat(3 << 20);
      throw new Error('disk full');
    };
    await expect(write(path, breaking())).rejects.toThrow('disk full');
    expect(readFileSync(path, 'utf8')).toBe('old\n');
    expect(readdirSync(directory)).toEqual(['rows.jsonl']);
  });

  test('more than a batch of 1 MiB is written in order, characters of several bytes whole', async () => {
    const path = join(temporaryDirectory(), 'rows.jsonl');
    const chunks = Array.from({length: 700}, (_, i) => `${i}${'😀'.repeat(1000)}\n`);
    await write(path, chunks);
    expect(readFileSync(path, 'utf8') === chunks.join('')).toBe(true);
  });

  test('replaces a link and leaves what it leads to as it is', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'rows.jsonl');
    const victim = join(directory, 'victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, path);
    await write(path, ['a\n']);
    expect([readFileSync(victim, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['mine', 'a\n']);
  });

  test('writes under a name that nobody can have put a link at', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'rows.jsonl');
    const names = new Set<string>();
    const looking = function* () {
      for (const name of readdirSync(directory)) if (isLeftover(name)) names.add(name);
      yield 'a\n';
    };
    for (let i = 0; i < 3; i += 1) await write(path, looking());
    expect(names.size).toBe(3);
  });
});

test('bytes and text may stand in one file', async () => {
  const path = join(temporaryDirectory(), 'new', 'rows');
  await streamAtomically(path, ['é', Buffer.from('ü'), 'ö']);
  expect(readFileSync(path, 'utf8')).toBe('éüö');
});

test('a directory in the place of the file is refused, and nothing is left beside it', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'rows.jsonl'));
  expect(() => writeAtomically(join(directory, 'rows.jsonl'), ['a'])).toThrow(
    `${join(directory, 'rows.jsonl')}: is a folder, where a file belongs; remove it, or choose another`,
  );
  expect(readdirSync(directory)).toEqual(['rows.jsonl']);
});

test('what killed writers left is cleared away, and nothing else', () => {
  const directory = temporaryDirectory();
  const left = (name: string) => `${name}.0123456789abcdef.tmp`;
  const names = [left('a.jsonl'), left('a.jsonl.manifest.json'), left('b'), 'a.tmp', 'a.jsonl'];
  for (const name of names) writeFileSync(join(directory, name), '');
  clearLeftovers(directory, ['a.jsonl', 'a.jsonl.manifest.json']);
  expect(readdirSync(directory).sort()).toEqual(['a.jsonl', 'a.tmp', left('b')]);
  clearLeftovers(directory);
  expect(readdirSync(directory).sort()).toEqual(['a.jsonl', 'a.tmp']);
});

test('a name clears nothing of a file whose own name begins with it', () => {
  const directory = temporaryDirectory();
  const another = 'v.jsonl.0123456789abcdef.tmp';
  for (const name of [another, 'v.0123456789abcdef.tmp', 'v'])
    writeFileSync(join(directory, name), '');
  clearLeftovers(directory, ['v']);
  expect(readdirSync(directory).sort()).toEqual(['v', another]);
});

test('JSON is indented by two and ends with a newline', () => {
  const path = join(temporaryDirectory(), 'manifest.json');
  writeJson(path, {a: [1]});
  expect(readFileSync(path, 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});

test('what a writer that was killed left is cleared away by the next one, if it is old', async () => {
  const directory = temporaryDirectory();
  const path = join(directory, 'rows.jsonl');
  const hex = '0123456789abcdef';
  const [old, young, foreign] = [
    `${path}.${hex}.tmp`,
    `${path}.${[...hex].reverse().join('')}.tmp`,
    join(directory, `other.jsonl.${hex}.tmp`),
  ];
  for (const left of [old, young, foreign]) writeFileSync(left, '{"torn');
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  for (const left of [old, foreign]) utimesSync(left, hoursAgo, hoursAgo);
  await streamAtomically(path, ['{}\n']);
  expect([old, young, foreign].map((left) => existsSync(left))).toEqual([false, true, true]);
});
