import type {EnvironmentContents} from './contents.js';
import type {LockedDistribution} from './lock-file.js';

/**
 * What one call of pip installs; what is in the environment by then need not be installed again.
 */
export type InstallBatch = {
  distributions: LockedDistribution[];
  /** Expected effort, in MiB to download; for the estimate of the time left only. */
  effort: number;
};

/**
 * Splits what is to be installed: build tools alone and first, then portions of similar size in the
 * order of the lock file.
 */
export function planInstallBatches(
  pending: readonly LockedDistribution[],
  {buildTools}: Pick<EnvironmentContents, 'buildTools'>,
): InstallBatch[] {
  const isTool = ({name}: LockedDistribution) => buildTools.includes(name);
  const batches = [
    pending.filter(isTool),
    ...portions(pending.filter((distribution) => !isTool(distribution))),
  ];
  return batches
    .filter((distributions) => distributions.length > 0)
    .map((distributions) => ({distributions, effort: effortOf(distributions)}));
}

/** The wheels of more than 8 MiB; the others count as 1. */
const wheelMiB: Record<string, number> = {
  'tensorflow-cpu': 210,
  tensorflow: 210,
  jaxlib: 80,
  'opencv-python-headless': 48,
  llvmlite: 40,
  scipy: 34,
  gensim: 26,
  libclang: 24,
  numpy: 17,
  fiona: 15,
  'scikit-image': 13,
  pandas: 12,
  matplotlib: 12,
  'scikit-learn': 11,
  statsmodels: 10,
};

/** What one more distribution costs pip, whatever its size, told as a download. */
const overheadMiB = 5;
const portionEffort = 80;

function portions(distributions: readonly LockedDistribution[]): LockedDistribution[][] {
  const result: LockedDistribution[][] = [];
  let portion: LockedDistribution[] = [];
  for (const distribution of distributions) {
    portion.push(distribution);
    if (effortOf(portion) < portionEffort) continue;
    result.push(portion);
    portion = [];
  }
  return [...result, portion];
}

/**
 * Of several entries for one distribution pip takes the one for this Python and machine, so
 * together they count as one.
 */
function effortOf(distributions: readonly LockedDistribution[]): number {
  const names = new Set(distributions.map(({name}) => name));
  return [...names].reduce((sum, name) => sum + overheadMiB + (wheelMiB[name] ?? 1), 0);
}
