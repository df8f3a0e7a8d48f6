import {headerOf, type Problem} from '../problem/problem.js';

/** The program with what stands in front of it at that turn; `''` where there is none. */
export function withPrefix(program: string, problem: Problem, turn: number): string {
  return program === '' ? '' : prefixOf(problem, turn) + program;
}

/**
 * What is put in front of an answer's block: at turn 0 the code prompt with an empty body
 * (upstream's "calibration"), later the header.
 */
export function prefixOf(problem: Problem, turn: number): string {
  if (problem.code_prompt === '') return '';
  return turn === 0 ? `${problem.code_prompt}\n    pass\n` : headerOf(problem);
}
