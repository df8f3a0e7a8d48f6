import {openLog} from '../../log/read-log.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, oneOf, text} from '../../options/fields.js';
import {exportLogToJsonl, exportLogToParquet} from './log-export.js';

export type ExportLogRequest = {
  /** Directory of the log. */
  directory: string;
  /** The published shape, or lines. Default `parquet`. */
  format?: 'parquet' | 'jsonl' | undefined;
  /** The file to write; an earlier one is replaced once the new one is whole. */
  out: string;
  signal?: AbortSignal | undefined;
};

const schema = optionsOf<ExportLogRequest>({
  directory: text,
  format: oneOf('parquet', 'jsonl').optional(),
  out: text,
  signal: abortSignal.optional(),
});

/**
 * Exports a log to the published parquet shape or to one JSONL file. @throws {UsageError |
 * FileFormatError} for a damaged log, or one that has no such form.
 */
export async function exportLog(options: ExportLogRequest): Promise<void> {
  checkOptions('exportLog', schema, options);
  const {directory, format = 'parquet', out, signal} = options;
  const log = openLog(directory);
  await (format === 'parquet' ? exportLogToParquet : exportLogToJsonl)({log, out, signal});
}
