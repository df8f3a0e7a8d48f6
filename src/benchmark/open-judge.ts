import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {createJudge} from '../execution/create-judge.js';
import type {Judge} from '../execution/judge.js';
import {cacheDirectory} from '../files/cache-directory.js';
import type {Suite} from '../problem/problem.js';

/** How code is to be judged; speed and safety, no part of a run's identity. */
export type JudgeChoice = {
  /** A path, or a name on PATH; default `python3`. */
  python?: string;
  /** Jobs at once; default: as many as cores. */
  workers?: number;
  /** Wall-clock limit of a job in milliseconds; default: the suite's. */
  timeLimitMs?: number;
  /** Where verdicts are kept; default: the cache folder. */
  cacheDirectory?: string;
  /** Judge code that is not the package's own without a seal. */
  allowUnsafe?: boolean;
};

/**
 * Starts the judge of a run.
 * @throws {UsageError} for code from outside where no seal holds and nobody allowed it.
 * @throws {MissingRequirementError} when Python is absent or too old.
 */
export async function openJudge({
  suite,
  trusted,
  choice,
  onNotice = () => {},
}: {
  suite: Suite;
  trusted: boolean;
  choice: JudgeChoice;
  onNotice?: ((notice: string) => void) | undefined;
}): Promise<Judge> {
  const judge = await createJudge({
    ...(choice.python !== undefined && {python: choice.python}),
    ...(choice.workers !== undefined && {workers: choice.workers}),
    cacheDirectory: choice.cacheDirectory ?? join(cacheDirectory(), 'verdicts'),
    distributions: !suite.standardLibraryOnly,
  });
  const {sealLevel} = judge.identity;
  if (sealLevel === 4 && !trusted && !choice.allowUnsafe) {
    await judge.close();
    throw new UsageError(
      'code from an endpoint or a file would be judged without a seal on this machine; allow it with --allow-unsafe where you trust the model and the machine holds nothing of worth',
    );
  }
  onNotice(
    `seal level ${sealLevel}${sealLevel === 4 ? ` (time and process limits only)${trusted ? '; the code is the package’s own' : '; UNSAFE: the code is from outside'}` : ''}`,
  );
  return judge;
}
