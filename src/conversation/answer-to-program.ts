import type {Problem} from '../problem/problem.js';
import {chooseProgram, type Found} from './answer/choose.js';
import {withoutEndTokens} from './answer/end-tokens.js';
import {withoutReasoning} from './answer/reasoning.js';

export type {Found} from './answer/choose.js';

/**
 * The model's own program in its answer (DESIGN.md, section 3), without what is put in front of it
 * when it runs. `loadPythonParser` has to have finished.
 * @returns The program and the rule that found it; `''` and `none` where the answer holds no code.
 */
export function answerToProgram(text: string, problem: Problem): {program: string; found: Found} {
  const answer = withoutReasoning(
    text.replace(/^[\uFEFF\u200B-\u200D\u2060]+/, '').replace(/\r\n?/g, '\n'),
  );
  if (answer === null) return {program: '', found: 'none'};
  return chooseProgram(withoutEndTokens(answer), problem);
}
