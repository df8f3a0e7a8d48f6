import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {buildViewer} from '../../scripts/build-viewer.js';
import {packagePath} from '../../src/files/package-root.js';

/** Bundles the code of the report's page where the bundle is older than what it is made of. */
export default async function setup(): Promise<void> {
  const built = packagePath('dist/viewer/viewer.js');
  const at = existsSync(built) ? statSync(built).mtimeMs : 0;
  const folders = [packagePath('src/report'), packagePath('node_modules/.package-lock.json')];
  if (folders.some((path) => newestIn(path) > at)) await buildViewer();
}

function newestIn(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(
    ...readdirSync(path, {recursive: true, encoding: 'utf8'}).map(
      (name) => statSync(join(path, name)).mtimeMs,
    ),
  );
}
