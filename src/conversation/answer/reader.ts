import {type Module, readModule} from '../python/module.js';
import {longestText} from '../python/parser.js';

/** Reads parts of one answer as Python, as long as they cost no more than an answer may. */
export type Reader = {
  /** @returns null where the text is too long, or the answer has cost too much. */
  read: (text: string) => Module | null;
  /** Whether nothing more will be read. */
  isSpent: () => boolean;
};

/** In steps of the parser: as much as some 300 kB of ordinary code. */
const mostSteps = 2000;

/** In characters, those that are read again included. */
const mostRead = 2 ** 20;

export function createReader(): Reader {
  const budget = {steps: mostSteps};
  let left = mostRead;
  const known = new Map<string, Module | null>();
  return {
    read: (text) => {
      if (text.length > longestText || left === 0) return null;
      left = Math.max(left - text.length, 0);
      const before = known.get(text);
      if (before !== undefined) return before;
      const module = readModule(text, budget);
      if (budget.steps < 0) left = 0;
      known.set(text, module);
      return module;
    },
    isSpent: () => left === 0,
  };
}
