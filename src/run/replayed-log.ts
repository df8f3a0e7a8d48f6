import {HarnessError} from '../errors.js';
import type {RunManifest} from './run-manifest.js';

/**
 * The log that a static run replayed.
 * @throws {HarnessError} for a live run, which has none; a static one without it is not read.
 */
export function replayedLog({log, model}: RunManifest): NonNullable<RunManifest['log']> {
  if (log === null) throw new HarnessError(`asked for the log that the run of ${model} replayed`);
  return log;
}
