import type {Module} from '../python/module.js';
import {longestText, type Syntax} from '../python/parser.js';
import {indentOf} from './indentation.js';
import type {Reader} from './reader.js';

/**
 * The stretches of lines in a text that are Python, in order, each as long as possible and without
 * the indentation that its lines share. A function or another statement that is not whole is in
 * none.
 */
export function runsOf(text: string, reader: Reader): Module[] {
  const lines = text.split('\n');
  const runs: Module[] = [];
  for (let at = 0; at < lines.length && !reader.isSpent(); ) {
    const run = mayBegin(lines[at] ?? '') ? runFrom(lines, at, reader) : null;
    if (run) runs.push(run.module);
    at += run?.length ?? 1;
  }
  return runs;
}

type Run = {module: Module; length: number};

/**
 * The run that begins at a line. It is looked for in few lines first, so that a line which only
 * looks like code costs little.
 */
function runFrom(lines: readonly string[], at: number, reader: Reader): Run | null {
  let longest: Run | null = null;
  for (let size = 50; ; size *= 4) {
    const {window, isAll} = windowFrom(lines, at, size);
    const run = longestRun(window, reader);
    if ((run?.length ?? 0) > (longest?.length ?? 0)) longest = run;
    // A run may only have ended where the lines did.
    const mayGrow = run === null ? longest === null : proseAt(window) === window.length;
    if (isAll || !mayGrow || reader.isSpent()) return longest;
  }
}

/**
 * Up to `size` lines from `at` on that are indented as far, without that indentation, and no more
 * than can be read.
 */
function windowFrom(
  lines: readonly string[],
  at: number,
  size: number,
): {window: string[]; isAll: boolean} {
  const indent = indentOf(lines[at] ?? '');
  const window: string[] = [];
  let length = 0;
  for (const line of lines.slice(at, at + size)) {
    length += line.length + 1;
    const isOutside = line.trim() !== '' && !line.startsWith(indent);
    if (isOutside || length > longestText) return {window, isAll: true};
    window.push(line.slice(indent.length));
  }
  return {window, isAll: at + size >= lines.length};
}

function longestRun(window: readonly string[], reader: Reader): Run | null {
  const prose = proseAt(window);
  const short = longestPrefix(window.slice(0, prose), reader);
  if (prose === window.length || short?.length === prose) return short;
  // Between triple quotes and brackets code may look like prose.
  const long = longestPrefix(window, reader);
  return (long?.length ?? 0) > (short?.length ?? 0) ? long : short;
}

/** The first line at the left edge that is clearly no code, or the region's length. */
function proseAt(region: readonly string[]): number {
  const found = region.findIndex((line) => /^\S/.test(line) && !mayBegin(line) && !goesOn(line));
  return found === -1 ? region.length : found;
}

/**
 * The longest beginning of `lines` that Python compiles and that ends with a whole statement of the
 * module.
 */
export function longestPrefix(lines: readonly string[], reader: Reader): Run | null {
  let rest = lines;
  for (let tries = 0; tries < mostTries && rest.length > 0; tries += 1) {
    const text = rest.join('\n').trimEnd();
    const module = reader.read(text);
    if (!module) return null;
    if (module.problem === null) {
      const last = module.statements.at(-1);
      if (!last) return null;
      if (!isWord(last.syntax)) return {module, length: text.split('\n').length};
      rest = rest.slice(0, lineOf(text, last.syntax.start));
      continue;
    }
    rest = rest.slice(0, cutBefore(rest, lineOf(text, module.problem)));
  }
  return null;
}

const mostTries = 8;

/** Whether a statement is a name alone, as the heading of what follows the code. */
function isWord({type, children}: Syntax): boolean {
  return (
    type === 'expression_statement' && children.length === 1 && children[0]?.type === 'identifier'
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/**
 * Where to cut: at the last line up to `at` that begins at the left edge, since there the broken
 * statement begins. Where that leaves nothing, the parser may have taken what comes before the
 * problem for a part of it, and the last such line of all is the one.
 */
function cutBefore(lines: readonly string[], at: number): number {
  const isEdge = (line: string) => /^\S/.test(line);
  const edge = lines.findLastIndex((line, index) => index <= at && isEdge(line));
  return edge > 0 ? edge : Math.max(lines.findLastIndex(isEdge), 0);
}

/** Whether a line may be the first of a statement. Only a first look: the parser decides. */
function mayBegin(line: string): boolean {
  return beginning.test(line.slice(0, 300).trimStart());
}

const beginning =
  /^(?:(?:import|from|def|class|async|if|for|while|with|try|assert|raise|return|yield|del|global|match|lambda|pass|await)\b|@\w|#|[rbuf]?"""|[rbuf]?'''|[A-Za-z_][\w.]*\(|[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*\*?[\w.]+)*\s*,?\s*(?::\s*[\w.[\], |"']{1,80})?(?:[-+*/%&|^@]|\/\/|\*\*|<<|>>)?=(?!=))/;

/** Whether a line at the left edge may go on with the statement before it. */
function goesOn(line: string): boolean {
  return /^(?:(?:else|elif|except|finally|case)\b|[)\]}"'])/.test(line);
}
