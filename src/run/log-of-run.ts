import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {findShippedLog, type Log, openLog} from '../log/read-log.js';
import {option} from '../options/option-name.js';
import type {StoredRun} from './read-run.js';

/**
 * The log that a run made or replayed; null where it is not at hand.
 * @param named directory of the log, as `--log` names it; a live run has its own.
 * @throws {UsageError} where the log named is another one.
 */
export function logOfRun(
  {label, mode, manifest}: Pick<StoredRun, 'label' | 'mode' | 'manifest'>,
  named: string | undefined,
): Log | null {
  if (mode === 'live') {
    const own = join(label, 'log');
    return existsSync(join(own, 'manifest.json')) ? openLog(own) : null;
  }
  const sha256 = manifest.log?.sha256 ?? null;
  if (named === undefined) return sha256 === null ? null : findShippedLog(sha256);
  const log = openLog(named);
  if (log.sha256 === sha256) return log;
  throw new UsageError(`${option('log')}: ${named}: ${label} replayed another log`);
}
