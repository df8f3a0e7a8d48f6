import type {Argv} from 'yargs';

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
};

/** One verb: its flags, and what it does. `run` returns the exit code (DESIGN.md, section 7). */
export type Command = {
  builder(yargs: Argv): Argv;
  run(argv: {[name: string]: unknown}, context: Context): Promise<number>;
};

export const exitCode = {
  done: 0,
  no: 1,
  badInput: 2,
  missingRequirement: 3,
  incomplete: 4,
  ourFault: 70,
} as const;
