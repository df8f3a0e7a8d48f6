import {existsSync, readFileSync} from 'node:fs';
import {MissingRequirementError} from '../../errors.js';
import {packagePath} from '../../files/package-root.js';
import type {ViewerAssets} from './page/html.js';

/**
 * The page's own code and style, which ship with the package.
 * @throws {MissingRequirementError} in a checkout that was not built.
 */
export function readViewerAssets(): ViewerAssets {
  return {script: readAsset('viewer.js'), style: readAsset('viewer.css')};
}

/** Those of the index of a folder. The same errors. */
export function readIndexAssets(): ViewerAssets {
  return {script: readAsset('index.js'), style: readAsset('viewer.css')};
}

function readAsset(name: string): string {
  const path = packagePath(`dist/viewer/${name}`);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new MissingRequirementError('the code of the report’s page is not built: npm run build');
}
