import {spawn} from 'node:child_process';
import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {lockDirectory} from '../../src/files/lock.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

/** The id of a process that has ended and been waited for. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  if (child.pid === undefined) throw new Error('no process');
  return child.pid;
}

function lockedBy(holder: string): string {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, '.lock'), holder);
  return directory;
}

describe('the lock of a directory', () => {
  test('is refused while a living process holds it, named with what to do, and free again after', () => {
    const directory = temporaryDirectory();
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`process ${process.pid} is writing to it; wait`);
    unlock();
    expect(readdirSync(directory)).toEqual([]);
    lockDirectory(directory)();
  });

  test('is taken over from a process that is gone', async () => {
    const directory = lockedBy(`${await deadProcess()} ${hostname()}\n`);
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`process ${process.pid} is`);
    expect(readdirSync(directory)).toEqual(['.lock']);
    unlock();
    expect(existsSync(join(directory, '.lock'))).toBe(false);
  });

  test('is respected when another machine holds it: nobody here can tell whether that process lives', async () => {
    expect(() => lockDirectory(lockedBy(`${process.pid} elsewhere\n`))).toThrow(
      /remove .*\.lock if it runs on a machine/,
    );
  });

  test.each(['', 'nonsense', `x ${hostname()}`])(
    'is taken over when it names nobody: %j',
    (holder) => {
      lockDirectory(lockedBy(holder))();
    },
  );
});
