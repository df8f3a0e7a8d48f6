/**
 * Suites of problems, and frozen logs of conversations about them.
 *
 * @module suites-and-logs
 */
export {type SubsetLogOptions, type SubsetRecord, subsetLog} from '../correlate/subset-log.js';
export {type ListedValue, type Listing, listings} from '../list/listings.js';
export {type Incomplete, incompleteOf} from '../log/incomplete.js';
export type {Feedback, LogLine} from '../log/log-line.js';
export type {LogManifest} from '../log/log-manifest.js';
export type {LogStats} from '../log/log-stats.js';
export {type Conversation, type Log, openLog, readConversations} from '../log/read-log.js';
export {type LogVerdict, statsOfLog, verifyLog} from '../log/verify-log.js';
export {definesEntryPoint, headerOf, type Problem, type Suite} from '../problem/problem.js';
export type {ExecutionScope, VerbalKind} from '../problem/scenario.js';
export {type Scenario, type ScenarioId, scenarios} from '../problem/scenario.js';
export {parseShard, type Shard} from '../problem/shard.js';
export {loadSuite} from '../problem/suite.js';
export type {SubsetChoice} from '../score/subset-choice.js';
