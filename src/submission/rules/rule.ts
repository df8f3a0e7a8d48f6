import type {BoardRules} from '../board-rules.js';
import type {Fault} from '../fault.js';
import type {Grounds} from '../grounds.js';

/** One thing that a bundle is held to. `holds`: in a sentence, for people. */
export type Rule = {
  name: string;
  holds: string;
  check(grounds: Grounds, board: BoardRules): Fault[] | Promise<Fault[]>;
};
