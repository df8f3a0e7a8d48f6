import {createRequire} from 'node:module';
import type {Parser, TreeCursor} from 'web-tree-sitter';

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
    return copyOf(cursor);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** CPython gives up long before, at 200 open brackets and 100 levels of indentation. */
const deepest = 1000;

type Growing = Syntax & {children: Growing[]};

/** The tree below `cursor`, or null where it is too deep. */
function copyOf(cursor: TreeCursor): Syntax | null {
  const root = nodeAt(cursor);
  const way = [root];
  for (let node = root; ; ) {
    if (cursor.gotoFirstChild()) {
      if (way.length === deepest) return null;
    } else {
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent()) return root;
        way.pop();
      }
      way.pop();
    }
    const parent = way.at(-1);
    if (!parent) return root;
    node = nodeAt(cursor);
    if (worthKeeping(cursor)) parent.children.push(node);
    way.push(node);
  }
}

function nodeAt(cursor: TreeCursor): Growing {
  return {
    type: cursor.nodeIsMissing ? 'ERROR' : cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
}

/** Signs and keywords say nothing that their parent does not; comments are no part of a program. */
function worthKeeping(cursor: TreeCursor): boolean {
  return (cursor.nodeIsNamed || cursor.nodeIsMissing) && cursor.nodeType !== 'comment';
}
