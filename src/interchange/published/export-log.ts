import {type Incomplete, incompleteOf} from '../../log/incomplete.js';
import {openLog} from '../../log/read-log.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {abortSignal, oneOf, text} from '../../options/fields.js';
import {loadRecordedSuite} from '../../problem/recorded-suite.js';
import {exportLogToJsonl, exportLogToParquet} from './log-export.js';

export type ExportLogRequest = {
  /** Directory of the log. */
  directory: string;
  /** The published shape, or lines. Default `parquet`. */
  format?: 'parquet' | 'jsonl' | undefined;
  /**
   * Name or file of the log's suite, where it cannot be found by the name in the log; `parquet`
   * alone needs it, since the published shape has programs behind what the prompt gives.
   */
  suite?: string | undefined;
  /** The file to write; an earlier one is replaced once the new one is whole. */
  out: string;
  signal?: AbortSignal | undefined;
};

/** What was not whole of the log that was exported. */
export type ExportedLog = {incomplete: Incomplete[]};

const schema = optionsOf<ExportLogRequest>({
  directory: text,
  format: oneOf('parquet', 'jsonl').optional(),
  suite: text.optional(),
  out: text,
  signal: abortSignal.optional(),
});

/**
 * Exports a log to the published parquet shape or to one JSONL file. @throws {UsageError |
 * FileFormatError} for a damaged log, or one that has no such form.
 */
export async function exportLog(options: ExportLogRequest): Promise<ExportedLog> {
  checkOptions('exportLog', schema, options);
  const {directory, format = 'parquet', out, signal} = options;
  const log = openLog(directory);
  if (format === 'jsonl') {
    await exportLogToJsonl({log, out, signal});
  } else {
    const suite = await loadRecordedSuite(directory, log.manifest.suite, options.suite);
    await exportLogToParquet({log, suite, out, signal});
  }
  return {incomplete: incompleteOf(log.manifest)};
}
