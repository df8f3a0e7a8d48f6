/**
 * Submissions: a run as one file, what anybody can find out about it, and boards of them.
 *
 * @module submissions
 */

export type {BoardAgreement} from '../leaderboard/board-file.js';
export {
  type BuildLeaderboardOptions,
  type BuiltLeaderboard,
  buildLeaderboard,
  type CheckedLeaderboard,
  checkLeaderboard,
} from '../leaderboard/build.js';
export type {BoardEntry} from '../leaderboard/entry.js';
export type {EntriesOptions, RefusedEntry} from '../leaderboard/read-entries.js';
export type {BoardRules} from '../submission/board-rules.js';
export type {GivenInfo, SubmissionInfo} from '../submission/bundle-files.js';
export {
  type CheckSubmissionOptions,
  checkSubmission,
  type RuleOutcome,
  type SubmissionCheck,
} from '../submission/check.js';
export type {Fault} from '../submission/fault.js';
export {
  isVerificationShard,
  type MergeVerificationsOptions,
  mergeVerifications,
} from '../submission/merge-verifications.js';
export {
  type PreparedSubmission,
  type PrepareSubmissionOptions,
  prepareSubmission,
} from '../submission/prepare.js';
export type {GroundsOptions} from '../submission/shelf.js';
export {
  agreementOf,
  type Disagreement,
  type VerdictComparison,
  type Verification,
} from '../submission/verification.js';
export {
  type VerifiedSubmission,
  type VerifySubmissionOptions,
  verifySubmission,
} from '../submission/verify.js';
