import {expect, it, vi} from 'vitest';
import {runCommand} from '../commands/run-command.js';
import {commandsIn, readPage} from '../support/page.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const commands = commandsIn(readPage('docs/upstream-results.md')).map((args) => ({
  line: args.join(' '),
  args,
}));

it('the page names both directions of both', () => {
  const actions = commands.flatMap(({args: [verb, action]}) => (verb === 'log' ? [action] : []));
  expect(new Set(actions)).toEqual(
    new Set(['import', 'export', 'import-results', 'export-results']),
  );
});

it.each(commands)('$line: is understood, and fails only for what is not there', async ({args}) => {
  vi.stubEnv('CONVCODEBENCH_CACHE', temporaryDirectory());
  await expect(runCommand(args)).rejects.toThrow(
    /: no such (file|folder|directory)|is not on this machine|has not been pulled|convcodebench pull|no manifest|not a (run|log)/,
  );
});
