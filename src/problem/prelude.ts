import {headerOf, type Problem} from './problem.js';

/**
 * What runs before a program of that turn, in the same namespace: at turn 0 the code prompt with an
 * empty body (upstream's "calibration"), later the header. `''` where the problem has none.
 */
export function preludeOf(problem: Problem, turn: number): string {
  if (problem.code_prompt === '') return '';
  return turn === 0 ? `${problem.code_prompt}\n    pass\n` : headerOf(problem);
}

/**
 * The program as upstream's files have it, behind its prelude in one text; `''` where an answer
 * holds no program.
 */
export function withPrelude(program: string, problem: Problem, turn: number): string {
  return program === '' ? '' : preludeOf(problem, turn) + program;
}

/** The reverse; a text that does not begin with the prelude of that turn is taken as it is. */
export function withoutPrelude(text: string, problem: Problem, turn: number): string {
  const prelude = preludeOf(problem, turn);
  return text.startsWith(prelude) ? text.slice(prelude.length) : text;
}

/** The same for a text of any turn: the program behind the longer prelude that it begins with. */
export function programIn(text: string, problem: Problem): string {
  const program = withoutPrelude(text, problem, 0);
  return program === text ? withoutPrelude(text, problem, 1) : program;
}
