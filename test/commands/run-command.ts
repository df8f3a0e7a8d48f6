import type {Context} from '../../src/commands/command.js';
import {runProgram} from '../../src/commands/program.js';

export type CommandResult = {code: number; printed: string; noted: string};

/** Does what a command line says, in this process; what it refuses is thrown. */
export async function runCommand(
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
    width: {fold: 100, wrap: 100},
  };
  const code = await runProgram(args, context);
  return {code, printed: printed.join('\n'), noted: noted.join('\n')};
}
