import {openLog} from '../../log/read-log.js';
import {exportLogToJsonl, exportLogToParquet} from './log-export.js';

/** `out`: the file to write; an earlier one is replaced once the new one is whole. */
export type ExportLogRequest = {
  directory: string;
  format: 'parquet' | 'jsonl';
  out: string;
  signal?: AbortSignal;
};

/**
 * Exports a log to the published parquet shape or to one JSONL file. @throws {UsageError |
 * FileFormatError} for a damaged log, or one that has no such form.
 */
export async function exportLog({directory, format, out, signal}: ExportLogRequest): Promise<void> {
  const log = openLog(directory);
  await (format === 'parquet' ? exportLogToParquet : exportLogToJsonl)({log, out, signal});
}
