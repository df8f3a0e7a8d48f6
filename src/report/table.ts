import Table from 'cli-table3';
import {stringify} from 'csv-stringify/sync';

/**
 * A table as data: what the renderers below take. `notes` say what the numbers are over and how
 * sure they are.
 */
export type ReportTable = {title: string; columns: string[]; rows: string[][]; notes: string[]};

/** For a terminal. */
export function renderText({title, columns, rows, notes}: ReportTable): string {
  const table = new Table({
    head: columns,
    style: {head: [], border: [], compact: true},
    colAligns: columns.map((_, i) => (isNumeric(rows, i) ? 'right' : 'left')),
  });
  table.push(...rows);
  return [title, table.toString(), ...notes].join('\n');
}

/** GitHub's Markdown. */
export function renderMarkdown({title, columns, rows, notes}: ReportTable): string {
  const line = (cells: string[]) => `| ${cells.map(toCell).join(' | ')} |`;
  const rule = line(columns.map((_, i) => (isNumeric(rows, i) ? '---:' : '---')));
  const body = [line(columns), rule, ...rows.map(line)].join('\n');
  return [`## ${title}`, body, ...notes].join('\n\n');
}

/** Quoted as RFC 4180 says, a header line, lines ending in `\n`. */
export function renderCsv(columns: string[], rows: (string | number | null)[][]): string {
  return stringify([columns, ...rows]);
}

/** What would end the cell or the row is escaped. */
function toCell(text: string): string {
  return text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/**
 * Whether a column holds figures, which stand right: every cell begins with a digit or sign, or
 * says that there is none.
 */
function isNumeric(rows: readonly string[][], column: number): boolean {
  return (
    rows.every((row) => /^(?:[-+]?\d|–|$)/.test(row[column] ?? '')) &&
    rows.some((row) => row[column] !== '')
  );
}
