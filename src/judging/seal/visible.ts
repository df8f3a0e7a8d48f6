import {z} from 'zod';
import {readJson} from '../../files/json.js';
import {packagePath} from '../../files/package-root.js';

const path = 'src/judging/python/convcodebench_runner/visible.json';

/**
 * What a job sees of the host besides the Python at hand; the runner reads the same file, and says
 * there what each field is.
 */
export const VISIBLE = readJson(
  packagePath(path),
  z.object({
    system: z.array(z.string()),
    etc: z.array(z.string()),
    devices: z.array(z.string()),
    device_links: z.record(z.string(), z.string()),
  }),
);

/** Whether a path is one of these folders or lies in one. */
export function isIn(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}
