import {fileURLToPath} from 'node:url';

/** The path of a file that ships with the package, the same from `src/` and from `dist/`. */
export function packagePath(relative: string): string {
  return fileURLToPath(new URL(`../../${relative}`, import.meta.url));
}
