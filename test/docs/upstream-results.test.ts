import {readFileSync} from 'node:fs';
import {expect, it, vi} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {runCommand} from '../commands/run-command.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const page = readFileSync(packagePath('docs/upstream-results.md'), 'utf8');
const commands = [...page.matchAll(/^convcodebench (\w+) (.*)$/gm)].map(
  ([line, verb = '', rest = '']) => ({
    line,
    verb,
    args: rest.split(' '),
  }),
);

it('the page names both directions of both', () => {
  const actions = commands.filter(({verb}) => verb === 'log').map(({args: [action]}) => action);
  expect(new Set(actions)).toEqual(
    new Set(['import', 'export', 'import-results', 'export-results']),
  );
});

it.each(commands)(
  '$line: is understood, and fails only for what is not there',
  async ({verb, args}) => {
    vi.stubEnv('CONVCODEBENCH_CACHE', temporaryDirectory());
    await expect(runCommand([verb, ...args])).rejects.toThrow(
      /: no such (file|folder|directory)|is not on this machine|has not been pulled|convcodebench pull|no manifest|not a (run|log)/,
    );
  },
);
