import {bindsItself, type Module, type Statement} from '../python/module.js';
import type {Syntax} from '../python/parser.js';

/**
 * The text of a sound module without what only shows the entry point at work: the statements at
 * module level that call it or a function that does, the tests that they run, what hangs on their
 * results, the values that nothing but they use, and an exit. What the entry point itself needs
 * stays.
 */
export function withoutDemonstrations(module: Module, entryPoint: string): string {
  const {text, statements} = module;
  const left = demonstrationsIn(module, entryPoint);
  if (left.size === 0) return text;
  leaveWhatOnlyTheyUse(left, module);
  const ranges = statements.filter((statement) => left.has(statement));
  return withoutRanges(
    text,
    ranges.map(({syntax}) => syntax),
  ).trimEnd();
}

function demonstrationsIn({text, statements}: Module, entryPoint: string): Set<Statement> {
  const needed = reached(entryPoint, statements, {from: 'binds', to: 'uses'});
  // The entry point, and the functions, classes and other names through which it is called.
  const definitions = statements.filter(
    ({syntax, names}) => isDefinition(syntax) && !bindsItself(names, entryPoint),
  );
  const callers = reached(entryPoint, definitions, {from: 'uses', to: 'binds'});
  const results = new Set<string>();
  const found = new Set<Statement>();
  let isDefined = false;
  for (const statement of statements) {
    const {syntax, names} = statement;
    isDefined ||= bindsItself(names, entryPoint);
    const demonstrates =
      !isDefinition(syntax) &&
      (overlaps(names.uses, results) ||
        showsAtWork(syntax, text, callers, entryPoint) ||
        (isDefined && isExit(syntax, text)));
    if (demonstrates && !overlaps(names.binds, needed)) found.add(statement);
    for (const name of names.binds)
      if (found.has(statement)) results.add(name);
      else results.delete(name);
  }
  return found;
}

type NameRole = 'binds' | 'uses';

/** All names that `name` leads to, where statements lead from one of their sides to the other. */
function reached(
  name: string,
  statements: readonly Statement[],
  {from, to}: {from: NameRole; to: NameRole},
): Set<string> {
  const leading = new Map<string, Statement[]>();
  for (const statement of statements)
    for (const start of statement.names[from]) {
      const known = leading.get(start);
      if (known) known.push(statement);
      else leading.set(start, [statement]);
    }
  const names = new Set([name]);
  for (const next of names)
    for (const statement of leading.get(next) ?? [])
      for (const end of statement.names[to]) names.add(end);
  return names;
}

/**
 * Adds the assignments to names that are used, but by nothing that stays, and other statements that
 * give values to what is left out alone.
 */
function leaveWhatOnlyTheyUse(left: Set<Statement>, {text, statements}: Module): void {
  const wanted = new Set([...left].flatMap(({names}) => [...names.uses]));
  const used = new Set(statements.flatMap(({names}) => [...names.uses]));
  const staying = new Map<string, number>();
  const count = ({names}: Statement, by: 1 | -1) => {
    for (const name of names.uses) staying.set(name, (staying.get(name) ?? 0) + by);
  };
  for (const statement of statements) if (!left.has(statement)) count(statement, 1);
  for (const statement of statements.toReversed()) {
    const {syntax, names} = statement;
    if (left.has(statement) || isDefinition(syntax)) continue;
    const isAssignment = syntax.children[0]?.type === 'assignment';
    if (!overlaps(names.binds, isAssignment ? used : wanted)) continue;
    if (!isAssignment && !preparing.has(syntax.type)) continue;
    const isUsedBesides = (name: string) => (staying.get(name) ?? 0) > Number(names.uses.has(name));
    if ([...names.binds, ...changedIn(syntax, text)].some(isUsedBesides)) continue;
    left.add(statement);
    count(statement, -1);
    for (const name of names.uses) wanted.add(name);
  }
}

/** Statements that may do no more than give values to names. */
const preparing = new Set(['with_statement', 'try_statement', 'for_statement', 'if_statement']);

/** The names of what a statement changes in place: `a`, in `a[0] = 1`, `a.b = 1` or `a.add(1)`. */
function changedIn({type, children}: Syntax, text: string): string[] {
  const inside = children.flatMap((child) => changedIn(child, text));
  let root = type === 'expression_statement' ? children[0]?.children[0] : undefined;
  if (root?.type !== 'subscript' && root?.type !== 'attribute') return inside;
  while (root.children[0]) root = root.children[0];
  return [...inside, text.slice(root.start, root.end)];
}

function overlaps(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of some) if (others.has(name)) return true;
  return false;
}

/** Whether a statement only gives a name to something that runs later, or to a module. */
function isDefinition({type, children}: Syntax): boolean {
  const [only] = children;
  if (type !== 'expression_statement')
    return /_definition$|^(?:future_)?import_(?:from_)?statement$/.test(type);
  if (only?.type !== 'assignment') return false;
  const value = only.children.find(({field}) => field === 'right')?.type;
  return value === 'lambda' || value === 'identifier';
}

/** Whether a statement runs the entry point or its tests, or prints or asserts something of it. */
function showsAtWork(
  syntax: Syntax,
  text: string,
  callers: ReadonlySet<string>,
  entryPoint: string,
): boolean {
  return anyNode(syntax, (node) => {
    if (node.type === 'assert_statement') return mentions(node, callers, text);
    if (node.type !== 'call') return false;
    const [called] = node.children;
    if (!called) return false;
    const name = text.slice(called.start, called.end);
    if (name === 'print' || mapping.test(name)) return mentions(node, callers, text);
    if (evaluating.test(name)) return speaksOf(node, callers, text);
    return callers.has(name) || name.endsWith(`.${entryPoint}`) || testRunner.test(name);
  });
}

/** Calls that run a function which is handed to them. */
const mapping = /^(?:map|filter|.*\.(?:map|imap|starmap|submit|apply|apply_async))$/s;

/** Calls that run a text. */
const evaluating = /^(?:eval|timeit\.(?:timeit|repeat|Timer)|c?[Pp]rofile\.run)$/;

/** Whether a string in a call has one of the names as a word. */
function speaksOf(syntax: Syntax, names: ReadonlySet<string>, text: string): boolean {
  return anyNode(
    syntax,
    ({type, start, end}) =>
      type === 'string' &&
      (text.slice(start, end).match(/\w+/g) ?? []).some((word) => names.has(word)),
  );
}

/** A script's last word, which would end the tests before they begin. */
function isExit({type, start, end, children}: Syntax, text: string): boolean {
  if (type === 'raise_statement') return /^raise\s+SystemExit\b/.test(text.slice(start, end));
  const [only] = children;
  if (only?.type !== 'call' || children.length > 1) return false;
  return /^(?:exit|quit|sys\.exit|os\._exit)\(/.test(text.slice(only.start, only.end));
}

const testRunner = /^(?:unittest\.(?:main|TextTestRunner)|doctest\.\w+|pytest\.main)$/;

function mentions(syntax: Syntax, names: ReadonlySet<string>, text: string): boolean {
  return anyNode(
    syntax,
    ({type, start, end}) => type === 'identifier' && names.has(text.slice(start, end)),
  );
}

function anyNode(node: Syntax, holds: (node: Syntax) => boolean): boolean {
  return holds(node) || node.children.some((child) => anyNode(child, holds));
}

/**
 * Whole lines are taken out; a statement that shares its line becomes `pass`. At module level a
 * statement that begins its line stands at its left edge.
 */
function withoutRanges(text: string, ranges: readonly Syntax[]): string {
  let kept = '';
  let done = 0;
  for (const {start, end} of ranges) {
    const begins = start === 0 || text[start - 1] === '\n';
    const rest = begins ? restOfLine(text, end) : null;
    kept += text.slice(done, start) + (rest === null ? 'pass' : '');
    done = rest === null ? end : end + rest.length;
  }
  return kept + text.slice(done);
}

/** The rest of the line behind `end`, with its newline; null where it is more than a remark. */
function restOfLine(text: string, end: number): string | null {
  return /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(text.slice(end))?.[0] ?? null;
}
