import {type ReportTable, renderCsv, renderMarkdown, renderText} from '../report/table.js';
import type {Context} from './command.js';

export const formats = ['text', 'md', 'json', 'csv'] as const;

/** One result in the forms that it can be printed in. */
export type Printable = {
  tables: readonly ReportTable[];
  /** For programs that read CSV. */
  records(): {columns: string[]; rows: (string | number | null)[][]};
  /** For programs that read JSON. */
  json: unknown;
};

/** Prints a result to stdout in one form. */
export function printTables(
  {tables, records, json}: Printable,
  format: (typeof formats)[number],
  context: Context,
): void {
  if (format === 'json') context.print(JSON.stringify(json, null, 2));
  else if (format === 'csv') {
    const {columns, rows} = records();
    context.print(renderCsv(columns, rows).trimEnd());
  } else
    for (const table of tables)
      context.print(`${format === 'md' ? renderMarkdown(table) : renderText(table)}\n`);
}
