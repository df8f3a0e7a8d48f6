import {readFileSync, writeFileSync} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {bigCodeBenchContents} from '../../src/environment/contents.js';
import {readLockFile} from '../../src/environment/lock-file.js';
import {FileFormatError, UsageError} from '../../src/errors.js';

const hash = `--hash=sha256:${'0a'.repeat(32)}`;
let path: string;

beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'lock-file-')), 'lock.txt');
});

function read(text: string) {
  writeFileSync(path, text);
  return readLockFile(path).distributions;
}

describe('a lock file', () => {
  test('has an entry for each pin, with marker and hashes', () => {
    const entries = read(
      `# made by hand\na-b==1.0 ; python_full_version < '3.11' \\\n    ${hash} \\\n    ${hash}\nc==2 \\\n    ${hash}\n`,
    );
    expect(entries.map(({name, version}) => [name, version])).toEqual([
      ['a-b', '1.0'],
      ['c', '2'],
    ]);
    expect(entries[0]?.requirement).toBe(
      `a-b==1.0 ; python_full_version < '3.11' \\\n    ${hash} \\\n    ${hash}\n`,
    );
  });

  test.each([
    ['a pin without a hash', 'b==1'],
    ['an unpinned name', `b>=1 ${hash}`],
    ['an address', `b @ https://example.org/b.whl ${hash}`],
    ['an option', '--index-url https://example.org'],
  ])('with %s is refused with file and line', (_, line) => {
    expect(() => read(`a==1 \\\n    ${hash}\n${line}\n`)).toThrow(FileFormatError);
    expect(() => readLockFile(path)).toThrow(`${path}:3: record: `);
  });

  test('that is empty or absent is refused', () => {
    expect(() => read('# nothing\n')).toThrow('no distribution in it');
    expect(() => readLockFile(`${path}.absent`)).toThrow(UsageError);
  });
});

describe('the lock file that ships', () => {
  const text = readFileSync(bigCodeBenchContents.lockPath, 'utf8');
  const {distributions} = readLockFile(bigCodeBenchContents.lockPath);

  test('names no package index', () => {
    expect(text).not.toMatch(/https?:|index-url|find-links/);
  });

  test('pins every distribution that the requirements name, at the version they name', () => {
    const requirements = readFileSync(
      bigCodeBenchContents.lockPath.replace('lock.txt', 'requirements.in'),
      'utf8',
    );
    const wanted = Array.from(requirements.matchAll(/^([a-z0-9-]+==\S+)/gm), ([, pin]) => pin);
    expect(wanted.length).toBeGreaterThan(90);
    const locked = new Set(distributions.map(({name, version}) => `${name}==${version}`));
    expect(wanted.filter((pin) => !locked.has(pin ?? ''))).toEqual([]);
  });

  test('tells several entries of one distribution apart by a marker', () => {
    const names = distributions.map(({name}) => name);
    const several = distributions.filter(
      ({name}) => names.indexOf(name) !== names.lastIndexOf(name),
    );
    expect(
      several.filter(
        ({requirement}) => !/ ; (?:python_full_version|platform_machine|\()/.test(requirement),
      ),
    ).toEqual([]);
  });

  test('has what is built from source as such, and what builds it', () => {
    const hashesOf = (wanted: string) =>
      distributions
        .filter(({name}) => name === wanted)
        .flatMap(({requirement}) => requirement.match(/--hash/g) ?? []);
    // One file each on the index: the source.
    for (const name of bigCodeBenchContents.fromSource)
      expect(hashesOf(name), name).toHaveLength(1);
    for (const name of bigCodeBenchContents.buildTools)
      expect(hashesOf(name).length, name).toBeGreaterThan(0);
  });
});
