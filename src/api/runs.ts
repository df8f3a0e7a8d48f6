/**
 * Making runs: a model's conversations live, or its answers on a frozen log.
 *
 * @module runs
 */

export type {Progress} from '../conversation/replay.js';
export {type CompareCriticsOptions, compareCritics} from '../generate/compare-critics.js';
export {type GeneratedLog, type GenerateLogOptions, generateLog} from '../generate/generate-log.js';
export type {CompletionRow} from '../model/completion-row.js';
export {
  type QuickstartOptions,
  type QuickstartOutcome,
  runQuickstart,
  starterLog,
} from '../quickstart/quickstart.js';
export {type JudgeRunOptions, judgeRun} from '../rejudge/judge-run.js';
export {
  type BatchPlanOptions,
  type BatchService,
  batchStatus,
  fetchBatches,
  submitBatches,
  type WriteBatchesOptions,
  type WrittenBatches,
  writePlanAsBatches,
} from '../replay/batch-replay.js';
export {
  type EstimatePrices,
  type EstimateReplayOptions,
  estimateReplay,
  type ReplayEstimate,
} from '../replay/estimate-replay.js';
export type {Load, Saving} from '../replay/load.js';
export type {ReplayLogOptions} from '../replay/prepare-replay.js';
export {replayLog} from '../replay/replay-log.js';
export type {FinishedRun} from '../session/finish-run.js';
export type {AskingOptions, SessionOptions, SessionProgress} from '../session/options.js';
export type {RunOutcome} from '../session/session.js';
export type {Trouble} from '../session/troubles.js';
export {type MergeRunsOptions, mergeRuns} from '../shards/merge-runs.js';
export type {DiffLine} from '../show/code-diff.js';
export type {ShownPrompt} from '../show/exact-prompt.js';
export {showConversation} from '../show/show-conversation.js';
export type {ShowOptions} from '../show/show-options.js';
export type {
  GivenProgram,
  ScenarioCourse,
  ShownConversation,
  ShownTurn,
  ShownVerdict,
} from '../show/shown.js';
export {estimateSweep, type SweepEstimate} from '../sweep/estimate-sweep.js';
export {runSweep, type SweepOptions, type SweepOutcome, type SweptRun} from '../sweep/run-sweep.js';
export {sweepEstimateTable} from '../sweep/sweep-table.js';
