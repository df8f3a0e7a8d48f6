import type {CompletionRow} from '../model/completion-row.js';
import type {RunEnvironment} from '../run/environment.js';
import type {RunGroundTruth} from '../run/ground-truth.js';
import type {Mode} from '../run/mode.js';
import type {RunManifest} from '../run/run-manifest.js';
import type {VerdictRow} from '../run/verdict-row.js';
import type {Metrics} from '../score/metrics.js';
import type {SubmissionInfo} from './bundle-files.js';

/** A bundle as it was read: what its files hold, and their bytes by name. */
export type Bundle = {
  path: string;
  /** The hash of its manifest, which names it. */
  sha256: string;
  files: ReadonlyMap<string, Uint8Array>;
  info: SubmissionInfo;
  run: RunManifest;
  mode: Mode;
  environment: RunEnvironment;
  groundTruth: RunGroundTruth | null;
  metrics: Metrics;
  rows: readonly VerdictRow[];
  /** By request. */
  answers: ReadonlyMap<string, CompletionRow>;
};
