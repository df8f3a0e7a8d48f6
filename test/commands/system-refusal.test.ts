import {mkdirSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {refusalOfSystem} from '../../src/commands/system-refusal.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

function systemError(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: refused, write`), {
    code,
    syscall: 'write',
    ...(path !== undefined && {path}),
  });
}

/** What an action that must fail throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  ['ENOSPC', undefined, 3, /make room/],
  ['EDQUOT', '/data/run', 3, /^\/data\/run: .*make room/],
  ['EMFILE', '/data/run', 3, /ulimit/],
  ['ENOMEM', undefined, 3, /ulimit/],
  ['EIO', undefined, 3, /device/],
  ['ESTALE', '/nfs/run', 3, /^\/nfs\/run: .*device/],
  ['EROFS', '/data/run', 2, /^\/data\/run: EROFS/],
  ['EBUSY', '/data/run', 2, /^\/data\/run: EBUSY/],
  ['EXDEV', '/data/run', 2, /^\/data\/run: EXDEV/],
  ['ENOTEMPTY', '/data/run', 2, /^\/data\/run: ENOTEMPTY/],
] as const)('%s of %s ends with exit %d and a remedy', (code, path, exitCode, says) => {
  expect(refusalOfSystem(systemError(code, path))).toEqual({
    code: exitCode,
    message: expect.stringMatching(says),
  });
});

test('a folder for temporary files that is none is named, with the variable that names it', () => {
  const missing = join(temporaryDirectory(), 'none');
  vi.stubEnv('TMPDIR', missing);
  const refusal = refusalOfSystem(thrownBy(() => mkdtempSync(join(tmpdir(), 'x-'))));
  vi.unstubAllEnvs();
  expect(refusal).toEqual({
    code: 3,
    message: `${missing}: no folder can be made there for temporary files (ENOENT); set TMPDIR to a folder in which you may write`,
  });
});

test('a directory that is read as a file is bad input', () => {
  const directory = join(temporaryDirectory(), 'd');
  mkdirSync(directory);
  expect(refusalOfSystem(thrownBy(() => readFileSync(directory)))).toMatchObject({code: 2});
});

test('a file that no program can hold is bad input', () => {
  const error = thrownBy(() => Buffer.alloc(2 ** 29 + 1).toString());
  expect(refusalOfSystem(error)).toMatchObject({
    code: 2,
    message: expect.stringMatching(/^a file is too large to be read: /),
  });
});

test.each([
  new TypeError('a slip of ours'),
  systemError('EBADF'),
  Object.assign(new Error('a code of a package'), {code: 'ERR_SOMETHING'}),
  'a text',
])('%s is our fault', (error) => {
  expect(refusalOfSystem(error)).toBeNull();
});
