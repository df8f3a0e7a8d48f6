import type {Judgement} from '../judging/judge.js';
import {noSyntaxErrors} from '../log/log-line.js';

/** A judgement that tells something: with a missing verdict there is nothing to say. */
export type KnownJudgement = Exclude<Judgement, {status: 'missing'}>;

/** What the compiler says: the traceback of its error, or the fixed words. */
export function compilationFeedback(judgement: KnownJudgement): string {
  return 'compilationError' in judgement ? judgement.compilationError : noSyntaxErrors;
}
