import {cpSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {starterLog} from '../../../src/quickstart/quickstart.js';
import {cli, temporaryFolder} from '../../support/e2e/cli.js';
import {runBlock} from '../../support/e2e/run-block.js';
import {blocksIn, readPage} from '../../support/page.js';

describe('the page of exit codes', () => {
  const page = readPage('docs/exit-codes.md');
  const examples = [
    ...page.matchAll(/^\| `(?:(\w+=\w+) )?convcodebench ([^`]+)` \| (\d+) \|$/gm),
  ].map(([, variable = '', args = '', code]) => ({variable, args, code: Number(code)}));

  it('has an example of each of the first five', () => {
    expect([...new Set(examples.map(({code}) => code))]).toEqual([0, 1, 2, 3, 4]);
  });

  it.each(examples)('$variable $args: $code', async ({variable, args, code}) => {
    const cwd = temporaryFolder();
    makeDamagedLog(join(cwd, 'damaged'));
    const [name = '', value = ''] = variable.split('=');
    const env = variable === '' ? {} : {[name]: value};
    const ended = await cli(args.split(' '), {cwd, env});
    expect(ended.exitCode, ended.stderr).toBe(code);
  });
});

describe('the page on full runs', () => {
  it('quotes what its dry run prints', async () => {
    const page = readPage('docs/full-run.md');
    const [[command = ''], [output = '']] = [blocksIn(page, 'sh'), blocksIn(page, 'text')];
    expect((await runBlock(command, temporaryFolder())).trimEnd()).toBe(output.trimEnd());
  });
});

/** The starter log, one letter of one line changed. */
function makeDamagedLog(to: string): void {
  cpSync(starterLog, to, {recursive: true});
  const file = join(to, 'CF.jsonl');
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').replace('Starter/0', 'Starter/x'));
}
