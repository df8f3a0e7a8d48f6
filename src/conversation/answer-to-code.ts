import {headerOf, type Problem} from '../problem/problem.js';
import {answerToProgram} from './answer-to-program.js';

/**
 * The program that an answer holds, and in front of it the calibration stub at turn 0, the header
 * later.
 * @returns `''` where the answer holds no code.
 */
export function answerToCode(text: string, problem: Problem, turn: number): string {
  const {program, found} = answerToProgram(text, problem);
  return found === 'none' ? '' : prefixOf(problem, turn) + program;
}

/**
 * What is put in front of an answer's block: at turn 0 the code prompt with an empty body
 * (upstream's "calibration"), later the header.
 */
export function prefixOf(problem: Problem, turn: number): string {
  if (problem.code_prompt === '') return '';
  return turn === 0 ? `${problem.code_prompt}\n    pass\n` : headerOf(problem);
}
