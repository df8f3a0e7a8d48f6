import {mkdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {distinctRuns} from '../../src/run/distinct-runs.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('a run is one run, by whichever name', () => {
  const folder = temporaryDirectory();
  const [a, b, link] = ['a', 'b', 'link'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(a);
  mkdirSync(b);
  symlinkSync(a, link);
  expect(distinctRuns([a, b, `${a}/`, link, 'nowhere'])).toEqual({
    runs: [a, b, 'nowhere'],
    again: [`${a}/`, link],
  });
});
