import {definesEntryPoint, type Problem} from '../problem/problem.js';
import type {Bug} from './bug.js';

/**
 * A variant of a problem's program seen in a text: which bugs it has, and the lines it takes
 * (0-based, end exclusive).
 */
export type SeenProgram = {bugs: ReadonlySet<Bug>; firstLine: number; endLine: number};

/** The problem's whole program with the given ones of its bugs in it. */
export function programWith(
  problem: Problem,
  bugs: readonly Bug[],
  present: ReadonlySet<Bug>,
): string {
  const pieces = piecesOf(
    problem.code_prompt + problem.canonical_solution,
    problem.code_prompt.length,
    bugs,
  );
  return pieces
    .map(
      ({fixed, bug}) =>
        fixed + (bug === undefined ? '' : present.has(bug) ? bug.replace : bug.find),
    )
    .join('');
}

/**
 * Looks for the problem's function with any subset of its bugs (all 2^n variants, tried piece by
 * piece) in a text: a program, a message around one, fenced or not, indented or quoted or not. The
 * last one in the text counts; undefined where none stands, or where the body goes on differently.
 * `bugs` stand in source order.
 */
export function findProgram(
  text: string,
  problem: Problem,
  bugs: readonly Bug[],
): SeenProgram | undefined {
  const definition = definitionOf(problem);
  const pieces = withoutBlankEnd(
    piecesOf(definition + problem.canonical_solution, definition.length, bugs),
  );
  const firstOfFunction = pieces[0]?.fixed.split('\n')[0] ?? '';
  if (firstOfFunction === '' || !text.includes(firstOfFunction)) return undefined;
  const lines = text.split('\n');
  for (let firstLine = lines.length - 1; firstLine >= 0; firstLine -= 1) {
    const column = lines[firstLine]?.indexOf(firstOfFunction) ?? -1;
    if (column === -1) continue;
    const code = unquoted(lines.slice(firstLine), lines[firstLine]?.slice(0, column) ?? '');
    const seen = longestVariant(code, 0, pieces);
    if (seen === undefined) continue;
    return {
      bugs: new Set(seen.bugs),
      firstLine,
      endLine: firstLine + code.slice(0, seen.end).split('\n').length,
    };
  }
  return undefined;
}

/**
 * A stretch of the program that no edit touches, and the edit that follows it (none after the
 * last).
 */
type Piece = {fixed: string; bug: Bug | undefined};

function piecesOf(program: string, bodyStart: number, bugs: readonly Bug[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const bug of bugs) {
    const start = program.indexOf(bug.find, Math.max(from, bodyStart));
    pieces.push({fixed: program.slice(from, start), bug});
    from = start + bug.find.length;
  }
  return [...pieces, {fixed: program.slice(from), bug: undefined}];
}

/** Blanks at the very end of a program get lost on its way through prompts and answers. */
function withoutBlankEnd(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) =>
    piece.bug === undefined ? {...piece, fixed: piece.fixed.trimEnd()} : piece,
  );
}

/** The code prompt from the line on that defines the entry point. */
function definitionOf(problem: Problem): string {
  const lines = problem.code_prompt.split('\n');
  const at = lines.findIndex((line) => definesEntryPoint(line, problem.entry_point));
  return at === -1 ? '' : lines.slice(at).join('\n');
}

/**
 * Takes from each line what stands before the function on its first line (indentation, `> `), as
 * far as the line has it.
 */
function unquoted(lines: readonly string[], prefix: string): string {
  if (prefix === '') return lines.join('\n');
  const bare = prefix.trimEnd();
  return lines
    .map((line, index) => {
      if (index === 0 || line.startsWith(prefix)) return line.slice(prefix.length);
      return line.trimEnd() === bare ? '' : line;
    })
    .join('\n');
}

type Match = {bugs: Bug[]; end: number};

/**
 * The longest variant that stands at `at`: both readings of every edit are tried, as one may begin
 * like the other.
 */
function longestVariant(code: string, at: number, pieces: readonly Piece[]): Match | undefined {
  const [piece, ...rest] = pieces;
  if (piece === undefined || !code.startsWith(piece.fixed, at)) return undefined;
  const end = at + piece.fixed.length;
  const {bug} = piece;
  if (bug === undefined) return functionEndsAt(code, end) ? {bugs: [], end} : undefined;
  const without = code.startsWith(bug.find, end)
    ? longestVariant(code, end + bug.find.length, rest)
    : undefined;
  const tail = code.startsWith(bug.replace, end)
    ? longestVariant(code, end + bug.replace.length, rest)
    : undefined;
  if (tail === undefined || (without !== undefined && without.end >= tail.end)) return without;
  return {bugs: [bug, ...tail.bugs], end: tail.end};
}

/**
 * Whether the line ends here, or what closes a fence or a tag follows, and the next line does not
 * go on with an indented statement.
 */
function functionEndsAt(code: string, end: number): boolean {
  const rest = code.slice(end, end + 2_000);
  if (/^[ \t\r]*[<`]/.test(rest)) return true;
  if (!/^[ \t\r]*(?:\n|$)/.test(rest)) return false;
  const next = rest
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '');
  return next === undefined || !/^[ \t]/.test(next) || /^\s*File "/.test(next);
}
