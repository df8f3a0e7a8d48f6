import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {packagePath} from './package-root.js';

/** The folders of the package that hold logs and runs, as its pages name them. */
const shippedFolders = ['logs', 'reference-runs'];

/**
 * Where the directory of a run or a log is that somebody named: there; else, where the package has
 * one of that name, in the package, from wherever it is named.
 * @example atHand('logs/starter/simulated--codellama-like_by_builtin')
 */
export function atHand(named: string): string {
  if (existsSync(named)) return named;
  const [top = '', ...rest] = named.split('/');
  if (!shippedFolders.includes(top) || rest.includes('..')) return named;
  const shipped = join(packagePath(top), ...rest);
  return existsSync(shipped) ? shipped : named;
}
