import yargs from 'yargs';
import type {Command, Context} from '../../src/commands/command.js';
import {UsageError} from '../../src/errors.js';

export type CommandResult = {code: number; printed: string; noted: string};

/**
 * Has a command read `args` as the command line does, in this process. `pattern`:
 * `report [runs..]`.
 */
export async function runCommand(
  pattern: string,
  command: Command,
  args: readonly string[],
  {interactive = false} = {},
): Promise<CommandResult> {
  const printed: string[] = [];
  const noted: string[] = [];
  const context: Context = {
    print: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
    rewrite: (line) => void noted.push(line),
    signal: new AbortController().signal,
    interactive,
  };
  let code = -1;
  await yargs()
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    })
    .command({
      command: pattern,
      describe: '',
      builder: (each) => command.builder(each),
      handler: async (argv) => {
        code = await command.run(argv, context);
      },
    })
    .parseAsync([pattern.split(' ')[0] ?? '', ...args]);
  return {code, printed: printed.join('\n'), noted: noted.join('\n')};
}
