import {exitCode} from './command.js';

const fullDisk = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const wrongPath = [
  'EACCES',
  'EPERM',
  'EROFS',
  'EISDIR',
  'ENOTDIR',
  'ENOENT',
  'ELOOP',
  'ENAMETOOLONG',
  'EEXIST',
  'EINVAL',
];

/**
 * What the operating system refused to do with a file is for the person at the keyboard to mend,
 * and everything finished is on disk.
 */
export function refusalOfSystem(error: unknown): {code: number; message: string} | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  const message = `${path}${error.message}`;
  if (fullDisk.includes(String(error.code)))
    return {
      code: exitCode.missingRequirement,
      message: `${message}; make room, then give the same command again to go on`,
    };
  return path && wrongPath.includes(String(error.code)) ? {code: exitCode.badInput, message} : null;
}
