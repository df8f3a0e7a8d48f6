/**
 * The machine: whether it is ready, the environment that problems need, the ground truth of a
 * suite.
 *
 * @module machine
 */
export type {EndpointQuestion} from '../doctor/endpoint.js';
export {type DoctorOptions, type Examination, examineMachine} from '../doctor/examine.js';
export type {Finding} from '../doctor/finding.js';
export {
  establishGroundTruth,
  type GroundTruthOptions,
  type GroundTruthResult,
} from '../doctor/ground-truth/establish.js';
export type {EnvironmentContents} from '../environment/contents.js';
export {
  type CreatedEnvironment,
  type CreateEnvironmentOptions,
  createEnvironment,
} from '../environment/create-environment.js';
export type {EnvironmentManifest} from '../environment/environment-manifest.js';
export type {EnvironmentProgress} from '../environment/progress.js';
export type {GroundTruth} from '../judging/ground-truth-outcome.js';
export type {QueueOfIdentity, QueueState} from '../judging/queue/look-at-queue.js';
export type {QueueIdentity} from '../judging/queue/queue-identity.js';
export {runWorker, type WorkerOptions} from '../worker/run-worker.js';
