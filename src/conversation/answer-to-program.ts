import type {Problem} from '../problem/problem.js';
import {chooseProgram, type Found} from './answer/choose.js';
import {withoutEndTokens} from './answer/end-tokens.js';
import {withoutReasoning} from './answer/reasoning.js';

export type {Found} from './answer/choose.js';

/** Longer answers are read anew each time. */
const longestRemembered = 2 ** 14;

const mostRemembered = 2048;

const remembered = new Map<string, ProgramFound>();

export type ProgramFound = {readonly program: string; readonly found: Found};

/**
 * The model's own program in its answer (DESIGN.md, section 3), without what is put in front of it
 * when it runs. `loadPythonParser` has to have finished. Models repeat themselves, from turn to
 * turn and from scenario to scenario: an answer of ordinary length that was read a while ago is
 * not read again.
 * @returns The program and the rule that found it; `''` and `none` where the answer holds no code.
 */
export function answerToProgram(text: string, problem: Problem): ProgramFound {
  if (text.length > longestRemembered) return readAnswer(text, problem);
  const key = JSON.stringify([problem.entry_point, problem.code_prompt, text]);
  const earlier = remembered.get(key);
  if (earlier) return earlier;
  if (remembered.size >= mostRemembered) remembered.clear();
  const read = readAnswer(text, problem);
  remembered.set(key, read);
  return read;
}

/** The same, whatever was read before. */
export function readAnswer(text: string, problem: Problem): ProgramFound {
  const answer = withoutReasoning(
    text.replace(/^[\uFEFF\u200B-\u200D\u2060]+/, '').replace(/\r\n?/g, '\n'),
  );
  if (answer === null) return {program: '', found: 'none'};
  return chooseProgram(withoutEndTokens(answer), problem);
}
