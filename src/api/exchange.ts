/**
 * Into other formats and out of them: the published dataset, upstream's result folders, samples.
 *
 * @module exchange
 */
export {
  type ExecuteOptions,
  type ExecuteOutcome,
  executeSamples,
} from '../execute/execute-samples.js';
export type {ExecuteIdentity, ExecuteManifest} from '../execute/identity.js';
export type {ExecuteProgress} from '../execute/judge-samples.js';
export {
  type Pulled,
  type PullOptions,
  pullBigCodeBench,
  pullBigCodeBenchHard,
  pullConvCodeBench,
} from '../interchange/hub/pull.js';
export {
  type ExportedLog,
  type ExportLogRequest,
  exportLog,
} from '../interchange/published/export-log.js';
export {type ImportLogRequest, importLog} from '../interchange/published/import-log.js';
export type {ImportRecord} from '../interchange/published/import-record.js';
export type {LabelException, LabelMeaning} from '../interchange/published/label-reading.js';
export type {ImportedLog, ImportLogOptions} from '../interchange/published/log-import.js';
export type {ExportedResults} from '../interchange/upstream/export.js';
export {type ExportResultsRequest, exportResults} from '../interchange/upstream/export-results.js';
export type {UpstreamQuery} from '../interchange/upstream/folders.js';
export {type ImportResultsRequest, importResults} from '../interchange/upstream/import-results.js';
export type {ImportUpstreamOptions} from '../interchange/upstream/results.js';
export type {Tally} from '../judging/judge-many.js';
export type {Environment} from '../model/endpoint/secrets.js';
export {type MergeVerdictsOptions, mergeVerdicts} from '../shards/merge-verdicts.js';
