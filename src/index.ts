/**
 * The library: the same calls that the command line makes.
 *
 * @example
 * import {replayLog, starterLog} from 'convcodebench';
 * const {metrics} = await replayLog({log: starterLog, model: 'simulated:careful', out: 'runs/careful'});
 */

// Each verb as a call
export {correlateRuns} from './correlate/correlate-runs.js';
export {explainRun} from './correlate/predict/explain-run.js';
export {type SubsetLogOptions, type SubsetRecord, subsetLog} from './correlate/subset-log.js';
export {type DoctorOptions, type Examination, examineMachine} from './doctor/examine.js';
export type {Finding} from './doctor/finding.js';
export {
  establishGroundTruth,
  type GroundTruthOptions,
  type GroundTruthResult,
} from './doctor/ground-truth/establish.js';
export {
  type CreatedEnvironment,
  type CreateEnvironmentOptions,
  createEnvironment,
} from './environment/create-environment.js';
// Errors, by who must act
export {FileFormatError, HarnessError, MissingRequirementError, UsageError} from './errors.js';
export {
  type ExecuteOptions,
  type ExecuteOutcome,
  executeSamples,
} from './execute/execute-samples.js';
// Ports: implement one to bring your own judge, critic or model
export type {Critic, ExpertInput, NoviceInput, Remark} from './feedback/critic.js';
export {type GenerateLogOptions, generateLog} from './generate/generate-log.js';
export {
  type Pulled,
  type PullOptions,
  pullBigCodeBench,
  pullConvCodeBench,
} from './interchange/hub/pull.js';
export {type ExportLogRequest, exportLog} from './interchange/published/export-log.js';
export {type ImportLogRequest, importLog} from './interchange/published/import-log.js';
export {type ExportResultsRequest, exportResults} from './interchange/upstream/export-results.js';
export {type ImportResultsRequest, importResults} from './interchange/upstream/import-results.js';
export type {Candidate, Judge, Judgement} from './judging/judge.js';
// Problems and logs
export type {LogLine} from './log/log-line.js';
export type {LogManifest} from './log/log-manifest.js';
export {type Conversation, type Log, openLog, readConversations} from './log/read-log.js';
export {
  type Answer,
  type Message,
  type Model,
  ModelError,
  type Request,
  requestHash,
} from './model/model.js';
export type {CriticChoice, CriticSpec} from './open/open-critic.js';
export type {JudgeChoice, JudgeSpec} from './open/open-judge.js';
export type {ModelChoice, ModelSpec} from './open/open-model.js';
export {type Budget, openSpending} from './open/open-spending.js';
export {definesEntryPoint, headerOf, type Problem, type Suite} from './problem/problem.js';
export {type Scenario, type ScenarioId, scenarios} from './problem/scenario.js';
export {loadSuite} from './problem/suite.js';
export {runQuickstart, starterLog} from './quickstart/quickstart.js';
export {type JudgeRunOptions, judgeRun} from './rejudge/judge-run.js';
export type {ReplayLogOptions} from './replay/prepare-replay.js';
export {replayLog} from './replay/replay-log.js';
export {readRun, type StoredRun} from './run/read-run.js';
// Figures
export {type Agreement, agreement} from './score/agreement.js';
export type {Figure} from './score/figure.js';
export type {Metrics, ScenarioMetrics} from './score/metrics.js';
export {scoreRun} from './score/score-run.js';
export {scoreStoredRun} from './score/score-stored-run.js';
export type {SessionOptions} from './session/options.js';
export type {RunOutcome} from './session/session.js';
