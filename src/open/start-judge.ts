import type {Judge} from '../judging/judge.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {flag} from '../options/fields.js';
import {judgeFields} from './choice-fields.js';
import {type JudgeSpec, openJudge} from './open-judge.js';

export type StartJudgeOptions = Omit<JudgeSpec, 'timeLimitMs'> & {
  /**
   * Whether verdicts depend on the Python version alone (the starter suite) or on the installed
   * libraries too. Default false: on both.
   */
  standardLibraryOnly?: boolean | undefined;
};

const schema = optionsOf<StartJudgeOptions>({
  ...judgeFields,
  standardLibraryOnly: flag.optional(),
});

/**
 * Starts a judge for many calls: each takes it as its `judge` and leaves it open. Close it, or the
 * process does not end. How long a job may take is the suite's or its ground truth's to say.
 * @throws {UsageError} where no seal holds and `allowUnsafe` is not given;
 * {MissingRequirementError} when Python is absent or too old.
 * @example
 * const judge = await startJudge({standardLibraryOnly: true});
 * await judge.close();
 */
export async function startJudge(options: StartJudgeOptions = {}): Promise<Judge> {
  checkOptions('startJudge', schema, options);
  const {standardLibraryOnly = false, ...choice} = options;
  return openJudge({suite: {standardLibraryOnly}, trusted: false, choice});
}
