import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {makeWholeDirectory} from '../../src/files/whole-directory.js';
import {scratch} from '../interchange/published/published-fixture.js';

const fails = async () => {
  throw new Error('no more');
};

test('a directory appears only once it is whole, and a failure leaves no trace, parents included', async () => {
  const directory = scratch();
  const path = join(directory, 'new', 'deep', 'log');
  const failing = makeWholeDirectory(path, async (unfinished) => {
    writeFileSync(join(unfinished, 'a'), '');
    await fails();
  });
  await expect(failing).rejects.toThrow('no more');
  expect(readdirSync(directory)).toEqual([]);
  await makeWholeDirectory(path, async (unfinished) =>
    writeFileSync(join(unfinished, 'a'), 'whole'),
  );
  expect(readFileSync(join(path, 'a'), 'utf8')).toBe('whole');
  expect(readdirSync(join(directory, 'new', 'deep'))).toEqual(['log']);
});

test('a failure takes away no neighbour that was finished meanwhile in a folder it made', async () => {
  const directory = scratch();
  const failing = makeWholeDirectory(join(directory, 'new', 'a', 'log'), async () => {
    await makeWholeDirectory(join(directory, 'new', 'b'), (unfinished) =>
      writeFileSync(join(unfinished, 'rows'), 'whole'),
    );
    await fails();
  });
  await expect(failing).rejects.toThrow('no more');
  expect(readdirSync(join(directory, 'new'))).toEqual(['b']);
  expect(readFileSync(join(directory, 'new', 'b', 'rows'), 'utf8')).toBe('whole');
});

test('an empty directory is taken, what a killed process left is cleared away', async () => {
  const directory = scratch();
  mkdirSync(join(directory, 'log'));
  mkdirSync(join(directory, '.log.unfinished'));
  writeFileSync(join(directory, '.log.unfinished', 'old'), '');
  await makeWholeDirectory(join(directory, 'log'), async (unfinished) =>
    writeFileSync(join(unfinished, 'new'), ''),
  );
  expect(readdirSync(join(directory, 'log'))).toEqual(['new']);
  expect(readdirSync(directory)).toEqual(['log']);
});

test('a file in the place of a directory is refused', async () => {
  const path = join(scratch(), 'log');
  writeFileSync(path, 'mine');
  await expect(makeWholeDirectory(path, fails)).rejects.toThrow('is there already and not empty');
  expect(readFileSync(path, 'utf8')).toBe('mine');
});
