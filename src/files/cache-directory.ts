import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where pulled data and verdicts are kept: `CONVCODEBENCH_CACHE`, else the XDG cache folder. */
export function cacheDirectory(): string {
  const chosen = process.env.CONVCODEBENCH_CACHE;
  if (chosen) return chosen;
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'convcodebench');
}
