import type {Message} from '../../model/model.js';
import type {VerdictRow} from '../../run/verdict-row.js';

/** A text of a chunk, by its number in `texts`. */
export type TextRef = number;

/**
 * All conversations about one problem, of every run of the page: one chunk. Equal texts stand once.
 */
export type ProblemDetail = {
  task_id: string;
  texts: string[];
  /** Null where no suite is at hand. */
  problem: {
    statement: TextRef;
    code_prompt: TextRef;
    canonical_solution: TextRef;
    test: TextRef;
  } | null;
  /** Prompts; a message is the texts that it is made of, joined without anything between. */
  prompts: PromptMessage[][];
  /** In the order of the page's runs, by scenario. Turns that nobody was asked at may be absent. */
  runs: {[scenario: string]: TurnDetail[]}[];
};

export type PromptMessage = {role: Message['role']; parts: TextRef[]};

/** One turn of one conversation. A field is absent where it is not known, or not there. */
export type TurnDetail = {
  turn: number;
  origin: VerdictRow['origin'];
  status: VerdictRow['status'];
  reference_status?: NonNullable<VerdictRow['reference_status']>;
  found?: NonNullable<VerdictRow['found']>;
  trust?: NonNullable<VerdictRow['trust']>;
  /** Why there is no verdict. */
  missing?: string;
  /** The program that is to be mended: the reference's, or in a live run the model's own. */
  given?: TextRef;
  compilation?: TextRef;
  execution?: TextRef;
  verbal?: TextRef;
  notes?: string[];
  /** Number of the prompt. */
  prompt?: number;
  answer?: TextRef;
  reasoning?: TextRef;
  /** Why the answer ended, where that is not `stop`. */
  finish_reason?: string;
  tokens?: number;
  /** The program in the answer; `''` where there is none. */
  program?: TextRef;
  failures?: {name: string; text?: TextRef}[];
};

/** Texts by number, each once. */
export type TextStore = {texts: string[]; refer(text: string): TextRef};

export function createTextStore(): TextStore {
  const texts: string[] = [];
  const known = new Map<string, TextRef>();
  return {
    texts,
    refer(text) {
      const at = known.get(text) ?? texts.length;
      if (at === texts.length) {
        texts.push(text);
        known.set(text, at);
      }
      return at;
    },
  };
}

/** Shorter parts are not worth a number. */
const shortestPart = 40;

/**
 * A text taken apart at those of `known` that stand in it, each at most once; the parts, joined,
 * are the text.
 * @example partsOf('before LONG behind', ['LONG']) // => ['before ', 'LONG', ' behind']
 */
export function partsOf(text: string, known: readonly string[]): string[] {
  const [part, ...others] = known;
  if (part === undefined) return text === '' ? [] : [text];
  const at = part.length < shortestPart ? -1 : text.indexOf(part);
  if (at === -1) return partsOf(text, others);
  return [
    ...partsOf(text.slice(0, at), others),
    part,
    ...partsOf(text.slice(at + part.length), others),
  ];
}
