import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {toySuite} from '../interchange/published/published-fixture.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

let root: string;
beforeEach(() => {
  root = temporaryDirectory();
});

const run = (...args: string[]) => runCommand(['log', ...args]);

/** Only what was there before: nothing half-written. */
const left = () => readdirSync(root);

describe('export and import', () => {
  it('give the log back byte for byte', async () => {
    const [file, back] = [join(root, 'log.parquet'), join(root, 'back')];
    expect(await run('export', starterLog, '--out', file)).toMatchObject({code: 0});
    const {code, printed} = await run('import', file, '--suite', 'starter', '--out', back);
    expect(code).toBe(0);
    expect(printed).toContain('log of simulated:codellama-like, 9 scenarios');
    for (const name of readdirSync(starterLog)) {
      const [is, was] = [back, starterLog].map((log) => readFileSync(join(log, name), 'utf8'));
      expect(is === was, name).toBe(true);
    }
    expect(await run('verify', back)).toMatchObject({code: 0});
  });

  it('write one line per line of the log as JSONL', async () => {
    const file = join(root, 'log.jsonl');
    await run('export', starterLog, '--format', 'jsonl', '--out', file);
    const lines = (text: string) => text.trimEnd().split('\n').length;
    const scenarios = readdirSync(starterLog).filter((name) => name.endsWith('.jsonl'));
    const all = scenarios.reduce(
      (sum, name) => sum + lines(readFileSync(join(starterLog, name), 'utf8')),
      0,
    );
    expect(lines(readFileSync(file, 'utf8'))).toBe(all);
  });

  it('refuse a damaged file, and leave nothing behind', async () => {
    const file = join(root, 'log.parquet');
    await run('export', starterLog, '--out', file);
    writeFileSync(file, readFileSync(file).subarray(0, 1000));
    await expect(
      run('import', file, '--suite', 'starter', '--out', join(root, 'back')),
    ).rejects.toThrow(`${file}: `);
    expect(left()).toEqual(['log.parquet']);
  });

  it('refuse a file that is not there, and another suite', async () => {
    await expect(run('import', 'nowhere.parquet', '--out', join(root, 'x'))).rejects.toThrow(
      'nowhere.parquet: no such file',
    );
    const [file, suite] = [join(root, 'log.parquet'), join(root, 'toy.jsonl')];
    await run('export', starterLog, '--out', file);
    writeFileSync(
      suite,
      toySuite()
        .problems.map((problem) => `${JSON.stringify(problem)}\n`)
        .join(''),
    );
    await expect(run('import', file, '--suite', suite, '--out', join(root, 'x'))).rejects.toThrow(
      'not of the suite toy',
    );
  });
});
