import {existsSync, statfsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname} from 'node:path';
import {cacheDirectory} from '../files/cache-directory.js';
import type {Finding} from './finding.js';

const MIB = 1024 * 1024;
/** A replay of all of BigCodeBench keeps under 1 GiB of verdicts and answers. */
const cacheNeedsMiB = 1024;
/** Scratch of the jobs where they have no file system of their own. */
const scratchNeedsMiB = 256;

/** Whether there is room for verdicts (the cache folder) and for scratch. */
export function checkDisk(): Finding {
  const cache = freeMiB(cacheDirectory());
  const scratch = freeMiB(tmpdir());
  const found = `${inGiB(cache)} GiB free for the cache (${cacheDirectory()}), ${inGiB(scratch)} GiB for scratch (${tmpdir()})`;
  const subject = 'Disk';
  if (cache < cacheNeedsMiB) {
    return {
      subject,
      verdict: 'bad',
      found,
      remedy: 'make room, or keep the cache elsewhere: export CONVCODEBENCH_CACHE=DIR',
    };
  }
  if (scratch < scratchNeedsMiB)
    return {subject, verdict: 'bad', found, remedy: 'make room, or: export TMPDIR=DIR'};
  return {subject, verdict: 'good', found};
}

/** Room on the file system that holds `path`, or would hold it. */
function freeMiB(path: string): number {
  let present = path;
  while (!existsSync(present) && dirname(present) !== present) present = dirname(present);
  const {bavail, bsize} = statfsSync(present);
  return (bavail * bsize) / MIB;
}

function inGiB(mib: number): string {
  return (mib / 1024).toFixed(1);
}
