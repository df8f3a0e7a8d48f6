import {piecesOf} from '../conversation/answer/pieces.js';
import {answerToProgram} from '../conversation/answer-to-program.js';
import {sha256} from '../files/canonical-hash.js';
import {withPrelude} from '../problem/prelude.js';
import type {Problem} from '../problem/problem.js';
import type {VerdictRow} from '../run/verdict-row.js';

/**
 * The program that was judged, out of the answer that holds it: the one whose hash the row has. A
 * block that has it is the program without a parser's help, which is most of the time.
 * `loadPythonParser` has to have finished.
 * @returns null where the answer does not give that program, as with other rules of an earlier
 *   version.
 */
export function programInAnswer(
  text: string,
  {turn, found, code_sha256}: Pick<VerdictRow, 'turn' | 'found' | 'code_sha256'>,
  problem: Problem | null,
): string | null {
  if (found === 'none') return '';
  const block = blocksOf(text).find((each) => sha256(each) === code_sha256);
  if (block !== undefined) return block;
  if (problem === null) return null;
  const {program} = answerToProgram(text, problem);
  // Runs of format version 1 have the hash of prelude and program together.
  const judged = [program, withPrelude(program, problem, turn)];
  return judged.some((each) => sha256(each) === code_sha256) ? program : null;
}

function blocksOf(text: string): string[] {
  const pieces = piecesOf(text.replace(/\r\n?/g, '\n'), () => false).toReversed();
  return pieces.flatMap(({text: piece}) => [piece, piece.trim(), `${piece.trimEnd()}\n`]);
}
