import type {Problem} from '../../problem/problem.js';
import {doesAnything, isStub, type Module} from '../python/module.js';
import {indentOf} from './indentation.js';
import type {AnswerPiece} from './pieces.js';
import type {Reader} from './reader.js';
import {longestPrefix} from './runs.js';

/**
 * A text that is the body of the entry point alone, under the problem's signature: indented, or
 * indented but for its first line, or with a `return` at the left edge.
 * @returns null where it is none.
 */
export function completedBody(
  text: string,
  signature: readonly string[],
  entryPoint: string,
  reader: Reader,
): Module | null {
  const body = text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  for (const lines of bodiesOf(body)) {
    const module = longestPrefix([...signature, ...lines], reader)?.module;
    if (module && doesAnything(module, entryPoint) && !isStub(module, entryPoint)) return module;
  }
  return null;
}

/** The lines of the code prompt from the entry point's own on; null where it has none. */
export function signatureOf({code_prompt, entry_point}: Problem): string[] | null {
  const lines = code_prompt.trimEnd().split('\n');
  const at = lines.findIndex((line) =>
    new RegExp(`^(?:async\\s+)?def\\s+${entry_point.replace(/[^\w]/g, '\\$&')}\\b`).test(line),
  );
  return at === -1 ? null : lines.slice(at);
}

/** No text has more indented stretches that are looked at. */
const mostBodies = 20;

/**
 * The texts in a piece that may be a body: all of it, and each indented stretch among words. Behind
 * a header that does not compile it is that function's.
 */
export function bodiesIn({kind, text}: AnswerPiece): string[] {
  if (kind !== 'bare') return [text];
  let stretch: string[] = [];
  const stretches = [stretch];
  for (const line of text.split('\n'))
    if (line.trim() === '' || indentOf(line) !== '') stretch.push(line);
    else {
      stretch = [];
      if (!/^(?:async\s+)?(?:def|class)\s/.test(line)) stretches.push(stretch);
    }
  const bodies = stretches.map((lines) => lines.join('\n')).filter((body) => body.trim() !== '');
  return [text, ...bodies.slice(-mostBodies).toReversed()];
}

function bodiesOf(body: string): string[][] {
  const lines = body.split('\n');
  const [first = '', ...others] = lines;
  if (indentOf(first) !== '') return [lines];
  const second = others.find((line) => line.trim() !== '');
  const bodies: string[][] = [];
  // Servers and models cut the blanks in front of an answer.
  if (second && indentOf(second) !== '')
    bodies.push([indentOf(second) + first, ...others], [`    ${first}`, ...others]);
  if (/^return\b/.test(first)) bodies.push([`    ${first}`, ...others]);
  else if (lines.some((line) => /^return\b/.test(line)))
    bodies.push(lines.map((line) => `    ${line}`));
  return bodies;
}
