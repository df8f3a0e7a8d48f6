import {existsSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {makeDirectory, makeFolders, makeOwnDirectory} from '../../src/files/make-directory.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('makes what is absent and names the topmost that it made', () => {
  const directory = temporaryDirectory();
  expect(makeFolders(join(directory, 'a', 'b', 'c'))).toBe(join(directory, 'a'));
  expect(makeFolders(join(directory, 'a', 'b', 'd'))).toBe(join(directory, 'a', 'b', 'd'));
  expect(makeFolders(join(directory, 'a', 'b'))).toBeUndefined();
  expect(readdirSync(join(directory, 'a', 'b'))).toEqual(['c', 'd']);
});

test.skipIf(!existsSync('/proc/self'))(
  'a folder that makes no directories ends the attempt (needs /proc)',
  () => {
    for (const path of ['/proc/x', '/proc/x/y', '/proc/self/x'])
      expect(() => makeDirectory(path)).toThrow(UsageError);
  },
);

test('a file in the way is refused by name', () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')])
    expect(() => makeDirectory(path)).toThrow(`${path}: cannot be made`);
});

test('a link in the place of a directory of ours is refused, what a user names may be one', () => {
  const directory = temporaryDirectory();
  const link = join(directory, 'link');
  symlinkSync(temporaryDirectory(), link);
  makeDirectory(link);
  expect(() => makeOwnDirectory(link)).toThrow(
    new UsageError(`${link}: is a link, and none is followed here; remove it`),
  );
});
