import {z} from 'zod';
import {readJson} from './json.js';
import {packagePath} from './package-root.js';

/** The version of this package. */
export function programVersion(): string {
  return readJson(packagePath('package.json'), z.object({version: z.string()})).version;
}
