import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {distinctPaths} from '../../src/files/distinct-paths.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('what is named twice is one, by whichever name', () => {
  const folder = temporaryDirectory();
  const [a, b, link] = ['a', 'b', 'link'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(a);
  mkdirSync(b);
  symlinkSync(a, link);
  expect(distinctPaths([a, b, `${a}/`, link, 'nowhere'])).toEqual({
    paths: [a, b, 'nowhere'],
    again: [`${a}/`, link],
  });
});
