import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {runCommand} from './run-command.js';

it('looks at the runs of --fit before it begins', async () => {
  const root = temporaryDirectory();
  const out = join(root, 'run');
  const args = [
    '--log',
    starterLog,
    '--model',
    'simulated:careful',
    '--out',
    out,
    '--fit',
    join(root, 'nowhere'),
  ];
  await expect(runCommand(['replay', ...args])).rejects.toThrow('nowhere');
  expect(existsSync(out)).toBe(false);
});
