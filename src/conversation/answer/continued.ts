import {defines, type Module} from '../python/module.js';
import {dedent, indentOf} from './indentation.js';
import type {AnswerPiece} from './pieces.js';
import type {Reader} from './reader.js';

/**
 * A function that begins in one block and goes on in the next: the first does not compile by
 * itself, or never returns anything, and the second is indented throughout.
 * @returns null where there is none.
 */
export function continuedFunction(
  pieces: readonly AnswerPiece[],
  entryPoint: string,
  reader: Reader,
): Module | null {
  const blocks = pieces.filter(({kind, python}) => kind === 'block' && python);
  const pairs = blocks.slice(-mostBlocks).map((next, i, all) => ({before: all[i - 1], next}));
  for (const {before, next} of pairs.toReversed()) {
    if (!before?.text.includes(entryPoint) || !goesOn(next.text)) continue;
    const begun = dedent(before.text).trimEnd();
    const first = reader.read(begun);
    const isUnfinished = first?.problem !== null || (!returns(begun) && returns(next.text));
    const module = isUnfinished ? reader.read(`${begun}\n${next.text.trimEnd()}`) : null;
    if (module?.problem === null && defines(module, entryPoint)) return module;
  }
  return null;
}

/** An answer of more blocks is looked at from its end. */
const mostBlocks = 20;

/** Whether all lines of a block stand inside something. */
function goesOn(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.every((line) => indentOf(line) !== '');
}

function returns(code: string): boolean {
  return /^[^\S\r\n\u2028\u2029]*\s(?:return|yield|raise)\b/m.test(code);
}
