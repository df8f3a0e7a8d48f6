import {spawn, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {refuseInSealed} from './support/kinds/refuse-processes.js';

const files = readdirSync('test', {recursive: true, encoding: 'utf8'});

describe('the kind of a test file', () => {
  test('is told by its name and place: *.test.ts, *.sealed.test.ts, *.whole.test.ts, end-to-end/', () => {
    const tests = files.filter(
      (file) => !file.startsWith('support/') && /\b(test|spec|tests)\.[cm]?[jt]sx?$/.test(file),
    );
    expect(tests.length).toBeGreaterThan(100);
    const isWellNamed = (file: string) =>
      file.startsWith('end-to-end/')
        ? /^end-to-end\/([\w-]+\/)*[\w-]+\.test\.ts$/.test(file)
        : /[\w-]+(\.sealed|\.whole)?\.test\.ts$/.test(file);
    expect(tests.filter((file) => !isWellNamed(file))).toEqual([]);
  });

  test('is end-to-end wherever the command line is started', () => {
    const starting = files.filter(
      (file) =>
        file.endsWith('.test.ts') &&
        /from '.*support\/e2e\/cli\.js'/.test(readFileSync(join('test', file), 'utf8')),
    );
    expect(starting.length).toBeGreaterThan(10);
    expect(starting.filter((file) => !file.startsWith('end-to-end/'))).toEqual([]);
  });
});

describe('a unit test that starts', () => {
  test.each([
    ['Python', 'python3', ['-c', '']],
    ['a seal', 'bwrap', ['--version']],
    ['a shell', 'sh', ['-c', 'python3']],
    ['the command line', process.execPath, ['--import', 'tsx', 'src/cli.ts']],
  ])('%s fails, however it does so', async (_, program, args) => {
    const words = 'a unit test starts no process but Node';
    expect(() => spawn(program, args)).toThrow(words);
    expect(() => spawnSync(program, args)).toThrow(words);
    await expect(execa(program, args)).rejects.toThrow(words);
  });

  test('another Node does not', async () => {
    expect((await execa(process.execPath, ['-p', '6 * 7'])).stdout).toBe('42');
  });
});

test('a sealed test may start Python, and not the command line', () => {
  expect(refuseInSealed(['python3', '-c', ''])).toBeUndefined();
  expect(refuseInSealed([process.execPath, '/package/dist/cli.js', 'list'])).toContain(
    'end-to-end',
  );
});
