import {existsSync, readdirSync, readlinkSync, realpathSync} from 'node:fs';
import {sep} from 'node:path';

/** Where the system tells which files this process has open. */
const descriptors = '/proc/self/fd';
export const tellsOpenFiles = existsSync(descriptors);

/** The files inside `directory` that this process has open. */
export function openFilesIn(directory: string): string[] {
  const inside = `${realpathSync(directory)}${sep}`;
  return readdirSync(descriptors).flatMap((descriptor) => {
    try {
      const path = readlinkSync(`${descriptors}/${descriptor}`);
      return path.startsWith(inside) ? [path.slice(inside.length)] : [];
    } catch {
      return []; // the one that listed them is closed by now
    }
  });
}
