import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import ts from 'typescript';
import {packagePath} from '../../../src/files/package-root.js';
import {once} from './once.js';

/**
 * A copy of the package as it stands, compiled, for the command line to be run from. It is a
 * snapshot: whoever edits `src/` while the tests run does not change the program half-way through
 * them.
 */
export function packageCopy(): Promise<string> {
  return once('package', async (folder) => {
    for (const name of ['package.json', 'logs', 'reference-runs']) {
      if (existsSync(packagePath(name)))
        cpSync(packagePath(name), join(folder, name), {recursive: true});
    }
    symlinkSync(packagePath('node_modules'), join(folder, 'node_modules'));
    for (const file of filesBelow(packagePath('src'))) {
      if (file.endsWith('.ts')) compile(file, join(folder, 'dist', file.replace(/\.ts$/, '.js')));
      else copy(file, join(folder, 'src', file));
    }
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function compile(file: string, to: string): void {
  const {outputText} = ts.transpileModule(readFileSync(packagePath(join('src', file)), 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  mkdirSync(dirname(to), {recursive: true});
  writeFileSync(to, outputText);
}

function copy(file: string, to: string): void {
  mkdirSync(dirname(to), {recursive: true});
  cpSync(packagePath(join('src', file)), to);
}
