import type {Problem} from '../problem/problem.js';
import {namesFrom} from './ask-python.js';

const listMissing = `
import importlib.util, json, sys
def absent(name):
    try:
        return importlib.util.find_spec(name) is None
    except (ImportError, ValueError):
        return True
json.dump([name for name in json.load(sys.stdin) if absent(name)], sys.stdout)
`;

/**
 * Which of these top-level modules this Python cannot find, in the order given. They are looked
 * for, not imported.
 * @throws {MissingRequirementError} when the Python does not run.
 */
export function missingModules(python: string, modules: readonly string[]): Promise<string[]> {
  return namesFrom(python, listMissing, JSON.stringify(modules));
}

/**
 * The top-level modules that a problem's `libs` (a Python list as text) and the import statements
 * of its tests name, sorted; standard library included. `libs` that are no list of strings count as
 * none.
 */
export function modulesNeeded({libs, test}: Pick<Problem, 'libs' | 'test'>): string[] {
  const listed = Array.from(
    libs.matchAll(/'([^']+)'|"([^"]+)"/g),
    ([, single, double]) => single ?? double ?? '',
  );
  return [...new Set([...listed, ...importedModules(test)].map(topLevel))]
    .filter((name) => name !== '')
    .sort();
}

const name = String.raw`[A-Za-z_][\w.]*`;
const named = String.raw`${name}(?:[ \t]+as[ \t]+\w+)?`;
// Whole statements only: a sentence in a docstring may begin with "from" or "import".
const importStatement = new RegExp(
  String.raw`^[ \t]*(?:from[ \t]+(${name})[ \t]+import\b|import[ \t]+(${named}(?:[ \t]*,[ \t]*${named})*)[ \t]*(?:[#;].*)?$)`,
  'gm',
);

function importedModules(source: string): string[] {
  return Array.from(
    source.matchAll(importStatement),
    ([, from, list]) => from ?? list ?? '',
  ).flatMap((modules) => modules.split(',').map((module) => module.trim().split(/\s/)[0] ?? ''));
}

function topLevel(module: string): string {
  const [first = ''] = module.split('.');
  return /^[A-Za-z_]\w*$/.test(first) ? first : '';
}
