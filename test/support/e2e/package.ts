import {cpSync, existsSync, mkdirSync, readdirSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {packagePath} from '../../../src/files/package-root.js';
import {compileRunner} from '../compile-runner.js';
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
    const files = filesBelow(packagePath('src')).filter(
      (file) => !file.startsWith('report/viewer/'),
    );
    await compile(
      files.filter((file) => file.endsWith('.ts')),
      join(folder, 'dist'),
    );
    for (const file of files.filter((each) => !each.endsWith('.ts')))
      copy(file, join(folder, 'src', file));
    await compileRunner(join(folder, 'src/judging/python'));
    cpSync(packagePath('dist/viewer'), join(folder, 'dist/viewer'), {recursive: true});
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Takes the types away, file by file, as `npm run build` does. */
async function compile(files: readonly string[], outdir: string): Promise<void> {
  const {build} = await import('esbuild');
  await build({
    entryPoints: files.map((file) => packagePath(join('src', file))),
    outbase: packagePath('src'),
    outdir,
    format: 'esm',
    target: 'es2023',
    tsconfigRaw: {compilerOptions: {verbatimModuleSyntax: true}},
    logLevel: 'error',
  });
}

function copy(file: string, to: string): void {
  mkdirSync(dirname(to), {recursive: true});
  cpSync(packagePath(join('src', file)), to);
}
