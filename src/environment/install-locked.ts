import type {EnvironmentContents} from './contents.js';
import {type InstallBatch, planInstallBatches} from './install-batches.js';
import type {LockedDistribution} from './lock-file.js';
import {pipInstall} from './pip.js';
import type {EnvironmentProgress} from './progress.js';

export type InstallLockedOptions = {
  python: string;
  target: string;
  contents: EnvironmentContents;
  onProgress: (progress: EnvironmentProgress) => void;
  signal: AbortSignal | undefined;
};

/**
 * Installs what is pending, batch by batch, and tells before each how much is left. @throws
 * {MissingRequirementError}
 */
export async function installLocked(
  pending: readonly LockedDistribution[],
  {python, target, contents, onProgress, signal}: InstallLockedOptions,
): Promise<void> {
  const batches = planInstallBatches(pending, contents);
  const began = Date.now();
  let done = 0;
  for (const [at, {distributions}] of batches.entries()) {
    signal?.throwIfAborted();
    onProgress({
      step: 'install',
      done,
      total: pending.length,
      current: distributions.at(-1)?.name ?? '',
      secondsLeft: secondsLeft(batches, at, Date.now() - began),
    });
    const names = distributions.map(({name}) => name);
    await pipInstall(distributions, {
      python,
      target,
      fromSource: contents.fromSource,
      // Every venv may come with older build tools, which pip must take out first.
      overwrite: !names.some((name) => contents.buildTools.includes(name)),
      signal,
    });
    done += distributions.length;
  }
}

/**
 * Seconds that the batches from `at` on will take if effort goes on as it went; null before the
 * first batch is through.
 */
export function secondsLeft(
  batches: readonly Pick<InstallBatch, 'effort'>[],
  at: number,
  elapsedMs: number,
): number | null {
  const sum = (part: readonly Pick<InstallBatch, 'effort'>[]) =>
    part.reduce((total, {effort}) => total + effort, 0);
  const spent = sum(batches.slice(0, at));
  return spent === 0 ? null : Math.ceil((elapsedMs * sum(batches.slice(at))) / spent / 1000);
}
