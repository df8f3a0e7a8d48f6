import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {atHand} from '../../src/files/at-hand.js';
import {packagePath} from '../../src/files/package-root.js';
import {runCommand} from '../commands/run-command.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const log = 'logs/starter/simulated--codellama-like_by_builtin';
const run = 'reference-runs/starter/simulated--careful';
const home = process.cwd();

afterEach(() => process.chdir(home));

test.each([log, run])('what ships is at hand from anywhere: %s', (named) => {
  process.chdir(temporaryDirectory());
  expect(atHand(named)).toBe(packagePath(named));
});

test('what is there comes before what ships, and what is nowhere stays as it was named', () => {
  process.chdir(temporaryDirectory());
  mkdirSync(join('logs', 'starter'), {recursive: true});
  for (const named of ['logs/starter', 'logs/none', 'runs/a', 'logs/../package.json', '/logs'])
    expect(atHand(named)).toBe(named);
});

test('every verb that reads a run or a log finds one that ships', async () => {
  process.chdir(temporaryDirectory());
  const commands = [
    ['show', run, '3', '--turn', '0'],
    ['show', log, '3', '--turn', '0'],
    ['report', run, '--effects'],
    ['log', 'stats', log],
  ];
  for (const args of commands) expect((await runCommand(args)).printed).toContain('│');
});

test('judge, which replaces verdicts, takes no other run than the one at the path', async () => {
  process.chdir(temporaryDirectory());
  await expect(runCommand(['judge', run])).rejects.toThrow(`${run}: no such directory`);
});
