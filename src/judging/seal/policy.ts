import {UsageError} from '../../errors.js';
import {option} from '../../options/option-name.js';
import type {JudgeIdentity} from '../judge-identity.js';

/**
 * What keeps a job from doing harm: 1 bubblewrap, and in it namespaces of its own for every job; 2
 * the same built by the server itself; 3 Landlock, seccomp and limits; 4 limits and a process
 * group, which keep nothing secret and nothing safe.
 */
export type SealLevel = JudgeIdentity['sealLevel'];

export const SEAL_NAMES: Record<SealLevel, string> = {
  1: 'bubblewrap and namespaces per job',
  2: 'namespaces per job',
  3: 'Landlock and seccomp',
  4: 'limits only',
};

/**
 * Code of the package itself may run at any level. Code that came from an endpoint, a file or a log
 * needs level 3 or better, or a user who says otherwise.
 * @throws {UsageError} naming `--allow-unsafe` when it may not run.
 */
export function requireSeal(
  level: SealLevel,
  policy: {trusted: boolean; allowUnsafe: boolean},
): void {
  if (policy.trusted || policy.allowUnsafe || level <= 3) return;
  throw new UsageError(
    `jobs can be sealed at level ${level} only (${SEAL_NAMES[level]}), which does not hold back code that nobody has read: ` +
      `install bubblewrap (Debian: apt-get install bubblewrap), or run it all the same with ${option('allowUnsafe')}.`,
  );
}
