import {checkArgument} from '../options/check-options.js';
import {objectWith, oneOf} from '../options/fields.js';
import {
  type ReportRecords,
  type ReportTable,
  renderCsv,
  renderMarkdown,
  renderText,
  type TableWidth,
} from './table.js';

export const formats = ['text', 'md', 'json', 'csv'] as const;

export type Format = 'text' | 'md' | 'json' | 'csv';

/** One result in the forms that it can be printed in. */
export type Report = {
  tables: readonly ReportTable[];
  records(): ReportRecords;
  /** For programs that read JSON: exact numbers. */
  json: unknown;
};

const anyReport = objectWith<Report>('what readReport gives', 'tables', 'records', 'json');

/**
 * A result in one form, without a newline at the end; tables have an empty line behind each. Text
 * has room for `width`; default: as wide as it comes.
 */
export function renderReport(
  report: Report,
  format: Format,
  width?: TableWidth | undefined,
): string {
  checkArgument(['renderReport', 'report'], anyReport, report);
  checkArgument(['renderReport', 'format'], oneOf(...formats), format);
  const {tables, records, json} = report;
  if (format === 'json') return JSON.stringify(json, null, 2);
  if (format === 'csv') return renderCsv(records()).trimEnd();
  const render = (table: ReportTable) =>
    format === 'md' ? renderMarkdown(table) : renderText(table, width);
  return tables.map((table) => `${render(table)}\n`).join('\n');
}
