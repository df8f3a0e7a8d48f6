import {definesEntryPoint, type Problem} from '../problem/problem.js';
import {codeTokens} from './code-tokens.js';
import {functionsIn, type PythonLine, pythonLines} from './python-lines.js';

/**
 * The code in a remark: what stands in fences or back-ticks, and functions written out without
 * either.
 */
export function codeParts(remark: string): string[] {
  const fenced = Array.from(
    remark.matchAll(/^[ \t>]*(```+(?!`)|~~~+(?!~))[^\n]*\n([\s\S]*?)(?:^[ \t>]*\1|(?![\s\S]))/gm),
    ([, , body]) => body ?? '',
  );
  const inline = Array.from(remark.matchAll(/`([^`\n]+)`/g), ([, body]) => body ?? '');
  const bare = Array.from(
    remark.matchAll(
      /^([ \t>]*)(?:async )?def \w+\([^:]{0,2000}:[^\n]*\n?(?:\1[ \t][^\n]*(?:\n|$)|[ \t]*\n)*/gm,
    ),
    ([part]) => part,
  );
  return [...fenced, ...inline, ...bare];
}

/**
 * Whether `code` is the function that was asked for, as the code under review does not have it: the
 * entry point, a function under another name with the same parameters, or a body alone that uses
 * all of them and returns. A sketch (`pass`, `...`, comments, a docstring) is none, nor is an
 * excerpt of the code under review, line by line in its order and indentation, where comments and
 * `...` may stand for what is left out.
 */
export function isCorrectedFunction(
  code: string,
  {entry_point, code_prompt}: Pick<Problem, 'entry_point' | 'code_prompt'>,
  previousCode: string,
): boolean {
  const flush = dedent(code);
  const parameters =
    functionsIn(`${code_prompt}\n`).find(({name}) => name === entry_point)?.parameters ?? [];
  const written = functionsIn(flush).filter(
    ({name, parameters: its}) =>
      name === entry_point || (its.length > 0 && its.join() === parameters.join()),
  );
  if (written.length > 0) {
    const known = functionsIn(previousCode);
    return written.some(
      ({body}) => !isSketch(body) && !known.some((its) => isExcerpt(body, its.body, 'whole')),
    );
  }
  if (!definesEntryPoint(flush, entry_point) && !isBareBody(flush, parameters)) return false;
  const lines = pythonLines(flush);
  return !isSketch(lines) && !isExcerpt(lines, pythonLines(previousCode), 'part');
}

/**
 * Several statements without a function around them, that take what the function takes and return.
 */
function isBareBody(code: string, parameters: readonly string[]): boolean {
  const lines = pythonLines(code).filter(({tokens}) => tokens !== '');
  const words = new Set(codeTokens(code));
  return (
    lines.length > 1 &&
    parameters.length > 0 &&
    parameters.every((name) => words.has(name)) &&
    lines.some(({indent, tokens}) => indent === lines[0]?.indent && tokens.startsWith('return ')) &&
    !lines.some(({tokens}) => /^(?:async )?(?:def|class) /.test(tokens))
  );
}

function isSketch(lines: readonly PythonLine[]): boolean {
  return lines.every(standsForMore);
}

/** A line that leaves out what is to be there. */
function standsForMore({tokens}: PythonLine): boolean {
  return /^(?:pass|return|\. \. \.)?$/.test(tokens);
}

/**
 * Whether `quote` stands in `known`, all lines shifted alike. @param of `whole`: from its first
 * line on, unless the quote begins with a gap.
 */
function isExcerpt(
  quote: readonly PythonLine[],
  known: readonly PythonLine[],
  of: 'whole' | 'part',
): boolean {
  const code = known.filter(({tokens}) => tokens !== '');
  const pieces = piecesOf(quote);
  const isAnchored = of === 'whole' && !quote.slice(0, 1).every(standsForMore);
  const starts = isAnchored ? code.slice(0, 1) : code;
  return starts.some((line, start) => {
    const shift = line.indent - (pieces[0]?.[0]?.indent ?? 0);
    const ends = pieces.reduce(
      (from, piece, i) => placeBehind(piece, code, {from, shift, only: i === 0}),
      start,
    );
    return ends !== Number.POSITIVE_INFINITY;
  });
}

/**
 * Where `piece` ends in `code` when it stands there from line `from` on (`only` there) or behind;
 * infinity: nowhere.
 */
function placeBehind(
  piece: readonly PythonLine[],
  code: readonly PythonLine[],
  {from, shift, only}: {from: number; shift: number; only: boolean},
): number {
  const last = only ? from : code.length;
  for (let at = from; at <= last; at += 1) {
    const isHere = piece.every(
      ({indent, tokens}, i) =>
        code[at + i]?.tokens === tokens && code[at + i]?.indent === indent + shift,
    );
    if (isHere) return at + piece.length;
  }
  return Number.POSITIVE_INFINITY;
}

/** The runs of lines between those that stand for more. */
function piecesOf(quote: readonly PythonLine[]): PythonLine[][] {
  const pieces: PythonLine[][] = [[]];
  for (const line of quote) {
    if (standsForMore(line)) pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces.filter(({length}) => length > 0);
}

function dedent(code: string): string {
  const indent = /(?<![ \t>])[ \t>]*(?=\S)/.exec(code)?.[0] ?? '';
  return code
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}
