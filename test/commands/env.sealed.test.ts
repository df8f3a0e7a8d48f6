import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

const run = (...args: string[]) => runCommand(['env', ...args]);

describe('`env create`', () => {
  test('leaves a folder alone that holds something else', async () => {
    const directory = join(temporaryDirectory(), 'mine');
    mkdirSync(directory);
    writeFileSync(join(directory, 'thesis.txt'), '');
    await expect(run('create', '--dir', directory)).rejects.toThrow(
      /mine: not empty, .*name another --dir/,
    );
    expect(readdirSync(directory)).toEqual(['thesis.txt']);
  });

  test('makes nothing without a Python', async () => {
    const parent = temporaryDirectory();
    await expect(
      run('create', '--dir', join(parent, 'new'), '--python', 'no-such-python'),
    ).rejects.toThrow('"no-such-python": it does not start');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('is all there is', async () => {
    await expect(run('remove')).rejects.toThrow('env remove: no such verb; there are create');
  });
});
