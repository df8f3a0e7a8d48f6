import {type Names, namesOf} from './names.js';
import {type ParsingBudget, parsePython, type Syntax} from './parser.js';
import {firstProblem} from './soundness.js';

/** A text as Python sees it. */
export type Module = {
  text: string;
  statements: readonly Statement[];
  /** The offset of the first thing that Python would not compile; null where there is none. */
  problem: number | null;
};

export type Statement = {syntax: Syntax; names: Names};

/** Reads a text as a module; null where `parsePython` gives none. */
export function readModule(text: string, budget: ParsingBudget): Module | null {
  const tree = parsePython(text, budget);
  if (!tree) return null;
  const problem = firstProblem(tree, text);
  const statements = tree.children.map((syntax) => ({syntax, names: namesOf(syntax, text)}));
  return {text, statements, problem};
}

/** Whether a module gives `name` a value of its own; `from a import name` does not. */
export function defines({statements}: Module, name: string): boolean {
  return statements.some(({names}) => bindsItself(names, name));
}

export function bindsItself({binds, imports}: Names, name: string): boolean {
  return binds.has(name) && !imports.has(name);
}

/** The names that a module needs and does not bind. */
export function lackedBy({statements}: Module): Set<string> {
  const bound = new Set(statements.flatMap(({names}) => [...names.binds]));
  const used = statements.flatMap(({names}) => [...names.uses]);
  return new Set(used.filter((name) => !bound.has(name)));
}

/** The names that a module mentions where it runs at once, and not when a function is called. */
export function namesAtOnce({text, statements}: Module): Set<string> {
  const names = new Set<string>();
  const visit = (node: Syntax): void => {
    if (node.type === 'identifier') names.add(text.slice(node.start, node.end));
    const isFunction = node.type === 'function_definition' || node.type === 'lambda';
    for (const child of node.children) if (!(isFunction && child.field === 'body')) visit(child);
  };
  for (const {syntax} of statements) visit(syntax);
  return names;
}

/** Whether all that a module says of `name` is a function without a body of its own. */
export function isStub({text, statements}: Module, name: string): boolean {
  const definitions = statements.filter(({names}) => bindsItself(names, name));
  return definitions.length > 0 && definitions.every(({syntax}) => isEmptyFunction(syntax, text));
}

function isEmptyFunction(syntax: Syntax, text: string): boolean {
  const inner = syntax.type === 'decorated_definition' ? syntax.children.at(-1) : syntax;
  const body = inner?.type === 'function_definition' ? inner.children.at(-1) : undefined;
  return body?.children.every((statement) => saysNothing(statement, text)) ?? false;
}

function saysNothing(statement: Syntax, text: string): boolean {
  const only = statement.children[0]?.type;
  return (
    statement.type === 'pass_statement' ||
    only === 'string' ||
    only === 'ellipsis' ||
    /^raise\s+NotImplementedError\b/.test(text.slice(statement.start, statement.end))
  );
}

/**
 * Whether a module does or defines anything, or consists of remarks: a word of prose, a number or a
 * string alone does not.
 */
export function hasSubstance({statements}: Module): boolean {
  return statements.length === 0 || statements.some(({syntax}) => counts(syntax));
}

/** Whether a function of a module does anything: an indented list of words would only name them. */
export function doesAnything({statements}: Module, name: string): boolean {
  return statements
    .filter(({names}) => bindsItself(names, name))
    .some(({syntax}) => syntax.children.at(-1)?.children.some(counts));
}

function counts(statement: Syntax): boolean {
  return statement.type !== 'expression_statement' || acts(statement);
}

const acting = new Set(['call', 'augmented_assignment', 'await', 'yield', 'named_expression']);

function acts(node: Syntax): boolean {
  if (acting.has(node.type)) return true;
  if (node.type === 'assignment') return node.children.some(({field}) => field === 'right');
  return node.children.some(acts);
}
