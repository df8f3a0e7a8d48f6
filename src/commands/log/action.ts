import type {Context} from '../command.js';

/** One thing that `log` does: which of its flags belong to it, and how it is done. */
export type LogAction = {
  flags: readonly string[];
  run(path: string, argv: {[name: string]: unknown}, context: Context): Promise<number>;
};
