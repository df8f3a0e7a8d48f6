import {z} from 'zod';
import type {TableWidth} from '../report/table.js';
import type {Flags} from './flags/flag.js';
import {type Argv, parseFlags} from './flags/parse-flags.js';

/**
 * What a command has besides its arguments: where results and everything else go, and when to stop.
 */
export type Context = {
  /** Results. */
  print(text: string): void;
  /** Progress and logs. */
  note(text: string): void;
  /** Writes over the last line of progress; `last` ends it. Only where `interactive`. */
  rewrite(line: string, last: boolean): void;
  signal: AbortSignal;
  /** Whether people are watching: then there is a progress bar. */
  interactive: boolean;
  /** What tables on stdout have room for. */
  width: TableWidth;
};

/** A command line without the program's name, and what it does. */
export type Example = readonly [args: string, does: string];

/** One verb: its flags, and what it does. */
export type Command = {
  flags: Flags;
  examples: readonly Example[];
  /** What stands at the end of the help. */
  epilogue: string;
  /** Gives the exit code. `verb`: as it is typed, for what is refused. */
  run(verb: string, argv: Argv, context: Context): Promise<number>;
};

/** A command whose `run` is given what its flags say. */
export function createCommand<const Shape extends Flags>({
  flags,
  examples,
  epilogue = '',
  run,
}: {
  flags: Shape;
  examples: readonly Example[];
  epilogue?: string;
  run(given: z.infer<z.ZodObject<Shape>>, context: Context): Promise<number>;
}): Command {
  const schema = z.object(flags);
  return {
    flags,
    examples,
    epilogue,
    run: async (verb, argv, context) => run(parseFlags(argv, {verb, flags, schema}), context),
  };
}

export const exitCode = {
  done: 0,
  no: 1,
  badInput: 2,
  missingRequirement: 3,
  incomplete: 4,
  ourFault: 70,
} as const;
