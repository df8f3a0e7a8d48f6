import {tmpdir} from 'node:os';
import {exitCode} from './command.js';

/** An exit code, and a line that says what to do. */
type Refusal = {code: number; message: string};

const remedies: readonly {codes: readonly string[]; remedy: string}[] = [
  {
    codes: ['ENOSPC', 'EDQUOT', 'EFBIG'],
    remedy: 'make room, then give the same command again to go on',
  },
  {
    codes: ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'ENOLCK'],
    remedy: 'the system has no more of it; end what else is running, or raise its limit (ulimit)',
  },
  {
    codes: ['EIO', 'ENXIO', 'ENODEV', 'ESTALE', 'ETIMEDOUT', 'EREMOTEIO'],
    remedy: 'the device or the network drive failed; when it is well, give the same command again',
  },
];

/** Files that no program in this language can hold as a whole. */
const tooLarge = ['ERR_FS_FILE_TOO_LARGE', 'ERR_STRING_TOO_LONG'];

/**
 * What the operating system refuses is for the person at the keyboard to mend, and everything
 * finished is on disk: what is wrong with a path they gave is bad input, what the machine lacks is
 * a missing requirement. Null where it is neither: then it is our fault.
 */
export function refusalOfSystem(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = String(error.code);
  if (tooLarge.includes(code))
    return {code: exitCode.badInput, message: `a file is too large to be read: ${error.message}`};
  if (!('syscall' in error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  // Reading a directory as a file, Node does not say which.
  const message = path === null ? error.message : `${path}: ${error.message}`;
  if (error.syscall === 'mkdtemp')
    return {
      code: exitCode.missingRequirement,
      message: `${tmpdir()}: no folder can be made there for temporary files (${code}); set TMPDIR to a folder in which you may write`,
    };
  const known = remedies.find(({codes}) => codes.includes(code));
  if (known) return {code: exitCode.missingRequirement, message: `${message}; ${known.remedy}`};
  return path !== null || code === 'EISDIR' ? {code: exitCode.badInput, message} : null;
}
