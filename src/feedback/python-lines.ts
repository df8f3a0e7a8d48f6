import {codeTokens} from './code-tokens.js';

/** A line of Python: the column it begins at, and its tokens. */
export type PythonLine = {indent: number; tokens: string};

/**
 * A function as it is written: name, names of its parameters, and the lines of its body; none for a
 * header alone.
 */
export type PythonFunction = {name: string; parameters: string[]; body: PythonLine[]};

/**
 * The lines that say something: neither blank ones nor docstrings. A comment alone is a line
 * without tokens.
 */
export function pythonLines(code: string): PythonLine[] {
  return code
    .replace(docstring, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      indent: indentOf(line),
      tokens: codeTokens(line.replace(arrow, '')).join(' '),
    }));
}

/** All functions of a text, nested ones too. */
export function functionsIn(code: string): PythonFunction[] {
  return Array.from(code.matchAll(header), (match) => {
    const [whole, indent = '', name = '', parameters = ''] = match;
    return {
      name,
      parameters: parameterNames(parameters),
      body: bodyBehind(code, match.index + whole.length, indent),
    };
  });
}

/** That stands alone; its first end is its end. */
const docstring = /^[ \t]*(?:"""(?:(?!""")[\s\S])*"""|'''(?:(?!''')[\s\S])*''')[ \t]*$/gm;

/** One that points at the line it stands behind. */
const arrow = /[ \t](?:<-+|<==+|←)(?:[ \t].*)?$/s;

// Brackets inside brackets inside the parameters' own:
// `pairs: list[tuple[int, int]] = field(default=(1, 2))`.
const header =
  /^([ \t]*)(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)[^:\n]*:/gm;

function bodyBehind(code: string, at: number, indent: string): PythonLine[] {
  const [sameLine = '', ...following] = code.slice(at).split('\n');
  const width = indentOf(indent);
  const end = following.findIndex((line) => line.trim() !== '' && indentOf(line) <= width);
  const below = end === -1 ? following : following.slice(0, end);
  const beside = sameLine.trim().startsWith('#') ? '' : sameLine;
  return pythonLines([`${indent}    ${beside}`, ...below].join('\n'));
}

function indentOf(line: string): number {
  const blanks = line.slice(0, line.search(/[^ \t]|$/));
  return blanks.replaceAll('\t', '        ').length;
}

/** Without annotations, defaults and stars; a comma inside brackets parts nothing. */
function parameterNames(text: string): string[] {
  const flat = withoutBrackets(text.replace(/#[^\n]*/g, ''));
  return flat.split(',').flatMap((part) => /^\s*(?:\*+\s*)?([A-Za-z_]\w*)/.exec(part)?.[1] ?? []);
}

/** From the innermost on, so that `dict[str, list[int]]` leaves `dict`. */
function withoutBrackets(text: string): string {
  const fewer = text.replace(/[([{][^()[\]{}]*[)\]}]/g, '');
  return fewer === text ? text : withoutBrackets(fewer);
}
