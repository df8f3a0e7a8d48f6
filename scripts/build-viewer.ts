/**
 * Bundles the code and style of the report's page, `npx tsx scripts/build-viewer.ts [FOLDER]`
 * (default: `dist/viewer`): scripts and a style sheet, which each page holds whole,
 * and the licences of the packages in them.
 */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {packagePath} from '../src/files/package-root.js';

export async function buildViewer(folder = packagePath('dist/viewer')): Promise<void> {
  const source = (name: string) => packagePath(join('src/report/viewer', name));
  const {outputFiles, metafile} = await build({
    entryPoints: [
      {in: source('page.tsx'), out: 'viewer'},
      {in: source('folder-index.tsx'), out: 'index'},
      {in: source('page.css'), out: 'viewer'},
    ],
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: packagePath('.'),
    format: 'iife',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'ascii',
    tsconfigRaw: {},
  });
  mkdirSync(folder, {recursive: true});
  for (const {path, text} of outputFiles) {
    // It stands between tags in the page.
    if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${path}: would end its own tag`);
    writeFileSync(join(folder, basename(path)), text);
  }
  writeFileSync(join(folder, 'LICENSES.txt'), licencesOf(Object.keys(metafile.inputs)));
}

/** The licence of each package that a file is of. */
function licencesOf(files: readonly string[]): string {
  const packages = new Set(
    files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const texts = [...packages].sort().map((name) => {
    const folder = packagePath(join('node_modules', name));
    const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (licence === undefined) throw new Error(`${name}: has no licence to ship`);
    return `${name}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await buildViewer(process.argv[2]);
