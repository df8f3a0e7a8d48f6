import {noSyntaxErrors, passedAllTestRuns} from '../log/log-line.js';
import type {Problem} from '../problem/problem.js';
import type {VerbalKind} from '../problem/scenario.js';

/**
 * What a novice sees: the statement, the code, and the feedback the scenario gives. Neither the
 * canonical solution nor further tests.
 */
export type NoviceInput = {
  statement: string;
  previousCode: string;
  compilationFeedback: string;
  executionFeedback: string | null;
};

/** What an expert sees: the whole problem, the code, and the feedback the scenario gives. */
export type ExpertInput = {
  problem: Problem;
  previousCode: string;
  compilationFeedback: string;
  executionFeedback: string | null;
};

/** What a critic said; `leak` where it shows the solution in spite of being asked again. */
export type Remark = {text: string; leak: boolean};

/** The port behind which writers of verbal feedback stand. */
export type Critic = {
  /** As asked for on the command line: `builtin`, or a model's id. */
  id: string;
  novice(input: NoviceInput, signal?: AbortSignal): Promise<Remark>;
  expert(input: ExpertInput, signal?: AbortSignal): Promise<Remark>;
  /** Stops what the critic keeps open. */
  close?(): Promise<void>;
};

/**
 * Whether the critic is asked about code that has not passed: an expert when it compiles, a novice
 * when something is wrong in its sight (DESIGN.md, section 3, points 4 and 5).
 */
export function isCriticAsked(
  kind: VerbalKind,
  {
    compilationFeedback,
    executionFeedback,
  }: Pick<NoviceInput, 'compilationFeedback' | 'executionFeedback'>,
): boolean {
  const compiles = compilationFeedback === noSyntaxErrors;
  if (kind === 'expert') return compiles;
  if (kind === 'novice')
    return !compiles || (executionFeedback !== null && executionFeedback !== passedAllTestRuns);
  return false;
}
