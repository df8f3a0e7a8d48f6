import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type CompilerOptions, openCompiler} from '../../src/interchange/compile-codes.js';
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

/** Compiles everything, but ends as from a full C stack when a code says so. */
const fragile = `#!/usr/bin/env node
console.log('"ready"');
require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
  if (line.includes('exhausts')) process.kill(process.pid, 'SIGSEGV');
  else console.log('true');
});`;

test('a code whose compilation ends Python does not compile, and the ones behind it are still answered', async () => {
  const python = join(scratch(), 'fragile-python');
  writeFileSync(python, fragile, {mode: 0o755});
  const {compiles} = await compiler({python, processes: 1});
  expect(await Promise.all(['x = 1', 'exhausts', 'y = 2', 'exhausts', 'exhausts', 'z = 3'].map(compiles))).toEqual([
    true,
    false,
    true,
    false,
    false,
    true,
  ]);
  expect(await compiles('exhausts')).toBe(false);
  expect(await compiles('x = 1')).toBe(true);
});

test('a Python that does not start is named', async () => {
  await expect(openCompiler({python: 'no-such-python'})).rejects.toThrow(
    'Python "no-such-python", needed to see which codes compile: it does not start',
  );
});
