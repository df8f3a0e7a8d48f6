import {createRequire} from 'node:module';
import type {Parser, Tree, TreeCursor} from 'web-tree-sitter';

/** A node of a syntax tree. Offsets count UTF-16 units of the text. */
export type Syntax = {
  /** The grammar's name of it: `call`, `identifier`; `ERROR` where the grammar has none. */
  type: string;
  /** What it is to its parent: `left`, `name`; null where the grammar gives no name. */
  field: string | null;
  start: number;
  end: number;
  children: readonly Syntax[];
};

/** What parsing may cost for one answer, in the parser's own steps: the same on every machine. */
export type ParsingBudget = {steps: number};

/** Longer texts are not parsed; no model writes as much in one answer. */
export const longestText = 2 ** 18;

let loading: Promise<void> | undefined;
let loaded: Parser | undefined;

/**
 * Loads the parser, once for the process, however many runs begin at once: a second module would
 * take the memory from under the first one's parser. `parsePython` needs it.
 */
export function loadPythonParser(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const {Language, Parser} = await import('web-tree-sitter');
  await Parser.init();
  const parser = new Parser();
  const grammar = 'tree-sitter-python/tree-sitter-python.wasm';
  parser.setLanguage(await Language.load(createRequire(import.meta.url).resolve(grammar)));
  loaded = parser;
}

/**
 * The syntax tree of a text.
 * @returns null where the text is longer than `longestText`, nests deeper than Python itself
 * allows, or costs more than is left of the budget.
 */
export function parsePython(text: string, budget: ParsingBudget): Syntax | null {
  if (!loaded) throw new Error('parsePython needs loadPythonParser to have finished');
  if (text.length > longestText) return null;
  const progressCallback = () => {
    budget.steps -= 1;
    return budget.steps < 0;
  };
  const tree = loaded.parse(text, null, {progressCallback});
  if (!tree) {
    loaded.reset();
    return null;
  }
  // The tree lives in the memory of the WebAssembly module, which nobody else frees.
  const cursor = tree.walk();
  try {
    return copyOf(tree, cursor);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** CPython gives up long before, at 200 open brackets and 100 levels of indentation. */
const deepest = 1000;

type Growing = Syntax & {children: Growing[]};

/** The tree below `cursor`, or null where it is too deep. */
function copyOf(tree: Tree, cursor: TreeCursor): Syntax | null {
  // Each question to the cursor is a call into WebAssembly: what is answered for all is asked once.
  const mayMiss = tree.rootNode.hasError;
  const root = nodeAt(cursor, tree.rootNode.type, false);
  const way: Growing[] = [];
  for (let node: Growing | null = root; ; ) {
    if (node && cursor.gotoFirstChild()) {
      way.push(node);
      if (way.length === deepest) return null;
    } else {
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        way.pop();
      }
    }
    node = keptAt(cursor, tree, mayMiss);
    if (node) way.at(-1)?.children.push(node);
  }
}

/**
 * The node under the cursor; null where it is a sign or a keyword, which say nothing that their
 * parent does not, or a comment, which is no part of a program.
 */
function keptAt(cursor: TreeCursor, {language}: Tree, mayMiss: boolean): Growing | null {
  const id = cursor.nodeTypeId;
  const type = language.types[id] ?? 'ERROR';
  if (type === 'comment') return null;
  const isMissing = mayMiss && cursor.nodeIsMissing;
  return isMissing || language.nodeTypeIsNamed(id) ? nodeAt(cursor, type, isMissing) : null;
}

function nodeAt(cursor: TreeCursor, type: string, isMissing: boolean): Growing {
  return {
    type: isMissing ? 'ERROR' : type,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
}
