/**
 * The library: the same calls that the command line makes.
 *
 * @example
 * import {replayLog, starterLog} from 'convcodebench';
 * const {metrics} = await replayLog({log: starterLog, model: {spec: 'simulated:careful', baseUrl: null}, out: 'runs/careful'});
 */

// Each verb as a call
export {correlateRuns} from './benchmark/correlate-runs.js';
export {type GenerateLogOptions, generateLog} from './benchmark/generate-log.js';
export {type JudgeRunOptions, judgeRun} from './benchmark/judge-run.js';
export {explainRun} from './benchmark/predict-run.js';
export {runQuickstart, starterLog} from './benchmark/quickstart.js';
export {readRun, type StoredRun, scoreStoredRun} from './benchmark/read-run.js';
export {type ReplayLogOptions, replayLog} from './benchmark/replay-log.js';
export type {RunOutcome, SessionOptions} from './benchmark/session.js';

// Errors, by who must act
export {FileFormatError, HarnessError, MissingRequirementError, UsageError} from './errors.js';

// Ports, and what stands behind them: implement one to bring your own judge, critic or model
export {createJudge, type JudgeOptions} from './execution/create-judge.js';
export type {Candidate, Judge, Judgement} from './execution/judge.js';
export type {Critic, ExpertInput, NoviceInput, Remark} from './feedback/critic.js';
// Problems and logs
export type {LogLine} from './log/log-line.js';
export type {LogManifest} from './log/log-manifest.js';
export {type Conversation, type Log, openLog, readConversations} from './log/read-log.js';
export {type Answer, type Message, type Model, ModelError, type Request, requestHash} from './model/model.js';
export {definesEntryPoint, headerOf, type Problem, type Suite} from './problem/problem.js';
export {type Scenario, type ScenarioId, scenarios} from './problem/scenario.js';
export {loadSuite} from './problem/suite.js';

// Figures
export {type Agreement, agreement} from './score/agreement.js';
export type {Figure} from './score/figure.js';
export type {Metrics, ScenarioMetrics} from './score/metrics.js';
export {scoreRun} from './score/score-run.js';
