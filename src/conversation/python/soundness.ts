import type {Syntax} from './parser.js';

/**
 * The offset of the first thing in `module` that Python would not compile; null where it compiles.
 * The grammar is more lenient than Python: it takes any indentation, a header without a body, `try`
 * without `except`, two statements on one line, one over two lines, `return` outside a function,
 * what only Python 2 knew, and signs without width.
 */
export function firstProblem(module: Syntax, text: string): number | null {
  let first = Number.POSITIVE_INFINITY;
  const problemAt = (node: Syntax) => {
    first = Math.min(first, node.start);
  };
  const lines = firstSigns(text);
  const visit = (node: Syntax, {indent, inFunction}: Surroundings): void => {
    if (isProblem(node, text, inFunction)) problemAt(node);
    const inside = {indent, inFunction: inFunction || functions.has(node.type)};
    if (node.type === 'module' || node.type === 'block') {
      const own = node.type === 'module' ? '' : blockIndent(node, lines, indent);
      if (own === null) problemAt(node);
      let before = node.start;
      for (const [at, child] of node.children.entries()) {
        const found = indentOf(child, lines);
        const runsOn = found === null && at > 0 && !text.slice(before, child.start).includes(';');
        if (runsOn || (own !== null && found !== null && found !== own)) problemAt(child);
        visit(child, {...inside, indent: own ?? indent});
        before = child.end;
      }
      return;
    }
    for (const child of node.children) {
      const found = clauses.has(child.type) ? indentOf(child, lines) : null;
      if (found !== null && found !== indent) problemAt(child);
      visit(child, inside);
    }
  };
  visit(module, {indent: '', inFunction: false});
  const future = lateFuture(module);
  if (future !== undefined) problemAt(future);
  first = Math.min(first, firstUnseen(module, text) ?? first, firstTorn(module, text) ?? first);
  return first === Number.POSITIVE_INFINITY ? null : first;
}

type Surroundings = {indent: string; inFunction: boolean};

const functions = new Set(['function_definition', 'lambda']);

/** What belongs to a statement and stands as far left as it. */
const clauses = new Set(['elif_clause', 'else_clause', 'except_clause', 'finally_clause']);

const pythonTwo = new Set(['print_statement', 'exec_statement']);

function isProblem(node: Syntax, text: string, inFunction: boolean): boolean {
  switch (node.type) {
    case 'ERROR':
      return true;
    case 'return_statement':
    case 'yield':
      return !inFunction;
    case 'try_statement':
      return !node.children.some(({type}) => type === 'except_clause' || type === 'finally_clause');
    case 'string_start':
      return text[node.start] === '`';
    default:
      return pythonTwo.has(node.type);
  }
}

/** The blanks in front of a block's first line; null where it has none that are deeper. */
function blockIndent(block: Syntax, lines: Lines, outer: string): string | null {
  const [first] = block.children;
  if (!first) return null;
  const found = indentOf(first, lines);
  if (found === null) return outer;
  return found.length > outer.length && found.startsWith(outer) ? found : null;
}

/** For each line that has a sign: where the first one stands, and the blanks in front of it. */
type Lines = Map<number, string>;

function firstSigns(text: string): Lines {
  const lines: Lines = new Map();
  // Behind a form feed Python counts the blanks anew.
  for (const {index, 1: blanks = ''} of text.matchAll(/^([ \t\f]*)[^ \t\f\n]/gm))
    lines.set(index + blanks.length, blanks.slice(blanks.lastIndexOf('\f') + 1));
  return lines;
}

/** The blanks in front of a node; null where it is not the first of its line. */
function indentOf(node: Syntax, lines: Lines): string | null {
  return lines.get(node.start) ?? null;
}

/** A `from __future__` that stands behind something else than the module's own description. */
function lateFuture(module: Syntax): Syntax | undefined {
  const isFuture = ({type}: Syntax) => type === 'future_import_statement';
  const first = module.children.findIndex(
    (node, at) => !isFuture(node) && !(at === 0 && node.children[0]?.type === 'string'),
  );
  return first === -1 ? undefined : module.children.slice(first).find(isFuture);
}

/** Signs that the grammar passes over and Python does not, and where a remark begins and ends. */
const unseen = /[\v\u200B-\u200D\u2060\uFEFF]|(#)|(\n)/g;

/** Where the first such sign stands that is in no string and no remark. */
function firstUnseen(module: Syntax, text: string): number | null {
  if (!/[\v\u200B-\u200D\u2060\uFEFF]/.test(text)) return null;
  const strings = stringsIn(module);
  let next = 0;
  let inRemark = false;
  for (const {0: sign, index, 1: begins, 2: ends} of text.matchAll(unseen)) {
    while ((strings[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next += 1;
    const inString = (strings[next]?.start ?? Number.POSITIVE_INFINITY) <= index;
    if (ends) inRemark = false;
    else if (inString || inRemark) continue;
    else if (begins) inRemark = true;
    else if (sign) return index;
  }
  return null;
}

/** In the order of the text. */
function stringsIn(module: Syntax): Syntax[] {
  const strings: Syntax[] = [];
  const visit = (node: Syntax) => {
    if (node.type === 'string') strings.push(node);
    else node.children.forEach(visit);
  };
  visit(module);
  return strings;
}

/**
 * Where the first line ends in the midst of a statement: of a simple one, or in front of the colon
 * of a compound one.
 */
function firstTorn(module: Syntax, text: string): number | null {
  const ends = lineEnds(module, text);
  let next = 0;
  let first: number | null = null;
  const look = (from: number, to: number) => {
    while ((ends[next] ?? Number.POSITIVE_INFINITY) < from) next += 1;
    const end = ends[next] ?? Number.POSITIVE_INFINITY;
    if (end < to) first ??= end;
  };
  const visit = (node: Syntax): void => {
    const {children} = node;
    if (!hasStatements.has(node.type)) {
      const at = children.findIndex(({type}) => type === 'block');
      if (at === -1) {
        look(node.start, node.end);
        return;
      }
      const colon = text.indexOf(':', children[at - 1]?.end ?? node.start);
      look(node.start, colon);
      children.slice(at).forEach(visit);
    } else children.forEach(visit);
  };
  visit(module);
  return first;
}

const hasStatements = new Set(['module', 'block', 'decorated_definition']);

/** The ends of lines that end a line for Python: in no string, no brackets, behind no backslash. */
function lineEnds(module: Syntax, text: string): number[] {
  const strings = stringsIn(module);
  const ends: number[] = [];
  let next = 0;
  let depth = 0;
  let inRemark = false;
  for (const {0: sign, index} of text.matchAll(/[([{]|[)\]}]|#|\\?\n/g)) {
    while ((strings[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next += 1;
    if ((strings[next]?.start ?? Number.POSITIVE_INFINITY) <= index) continue;
    if (sign.endsWith('\n')) {
      if (depth === 0 && (inRemark || sign === '\n')) ends.push(index);
      inRemark = false;
    } else if (inRemark) continue;
    else if (sign === '#') inRemark = true;
    else depth += /[([{]/.test(sign) ? 1 : -1;
  }
  return ends;
}
