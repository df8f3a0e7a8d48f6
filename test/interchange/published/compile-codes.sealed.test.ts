import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {MissingRequirementError} from '../../../src/errors.js';
import {
  type CompilerOptions,
  openCompiler,
} from '../../../src/interchange/published/compile-codes.js';
import {treeOf} from '../../support/e2e/processes.js';
import {scratch} from './published-fixture.js';

async function compiler(options: CompilerOptions = {}) {
  const opened = await openCompiler(options);
  onTestFinished(opened.close);
  return opened;
}

test('code compiles as Python compiles a file, whatever its text', async () => {
  const {compiles} = await compiler();
  const verdicts = {
    'x = 1': true,
    '': true,
    'def f():\r\n    return 1\r\n': true,
    'x = "é😀"': true,
    'if x is 1: pass  # a SyntaxWarning is no error': true,
    'x = (': false,
    'return 1': false,
    'print "no"': false,
    'a\0b': false,
    'x = "\ud800"': false,
    [`x = ${'('.repeat(3_000)}${')'.repeat(3_000)}`]: false,
  };
  const answers = await Promise.all(Object.keys(verdicts).map(compiles));
  expect(answers).toEqual(Object.values(verdicts));
});

/**
 * Compiles everything, but ends as from a full C stack when a code says so, once for each code that
 * says `once`, and is silent about `endless` ones.
 */
const fragile = `#!/usr/bin/env node
const fs = require('node:fs');
console.log(JSON.stringify(Object.keys(process.env).join()));
require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
  const seen = __filename + '.' + line.replace(/\\W/g, '');
  const isFirst = !fs.existsSync(seen);
  fs.writeFileSync(seen, '');
  if (line.includes('endless')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  if (line.includes('exhausts') || (line.includes('once') && isFirst)) process.kill(process.pid, 'SIGSEGV');
  else console.log('true');
});`;

function fragilePython(): string {
  const python = join(scratch(), 'fragile-python');
  writeFileSync(python, fragile, {mode: 0o755});
  return python;
}

test('a code whose compilation ends Python does not compile, and the ones behind it are still answered', async () => {
  const {compiles} = await compiler({python: fragilePython(), processes: 1});
  expect(
    await Promise.all(
      ['x = 1', 'exhausts', 'y = 2', 'exhausts', 'exhausts', 'z = 3'].map(compiles),
    ),
  ).toEqual([true, false, true, false, false, true]);
  expect(await compiles('exhausts')).toBe(false);
  expect(await compiles('x = 1')).toBe(true);
});

test('a code is asked about again when its Python was ended: something else may have done it', async () => {
  const {compiles} = await compiler({python: fragilePython(), processes: 1});
  expect(await Promise.all(['x = 1', 'once = 1', 'y = 2'].map(compiles))).toEqual([
    true,
    true,
    true,
  ]);
});

test('a code that takes too long twice is no verdict; the ones behind it are still answered', async () => {
  const {compiles} = await compiler({python: fragilePython(), processes: 1, limitMs: 1000});
  const [late, next] = await Promise.allSettled(['endless', 'x = 1'].map(compiles));
  expect(late).toMatchObject({status: 'rejected', reason: expect.any(MissingRequirementError)});
  expect(next).toEqual({status: 'fulfilled', value: true});
}, 20_000);

test('Python gets none of our keys', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  // This stand-in says in the version's place what it finds.
  const {version} = await compiler({python: fragilePython(), processes: 1});
  expect(version).toContain('PATH');
  expect(version).not.toContain('OPENAI_API_KEY');
});

test('Ctrl-C, which reaches every process of the terminal, does not end Python', async () => {
  const {compiles, version} = await compiler({processes: 1});
  expect(version).toMatch(/^3\.\d+\.\d+/);
  for (const {pid} of treeOf(process.pid).filter(({pid}) => isCompiler(pid)))
    process.kill(pid, 'SIGINT');
  const before = treeOf(process.pid).filter(({pid}) => isCompiler(pid));
  expect(await compiles('x = 1')).toBe(true);
  expect(before.length).toBe(1);
  expect(treeOf(process.pid).filter(({pid}) => isCompiler(pid))).toEqual(before);
});

function isCompiler(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('compile-codes.py');
}

test('a Python that does not start is named', async () => {
  await expect(openCompiler({python: 'no-such-python'})).rejects.toThrow(
    'Python "no-such-python", needed to see which codes compile: it does not start',
  );
});
