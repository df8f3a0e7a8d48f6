import Table from 'cli-table3';
import {stringify} from 'csv-stringify/sync';
import {type FoldBy, fold, unroll} from './fold.js';
import {forLine, forMarkdown, forMarkdownParagraph, forTerminal} from './sanitise.js';

/**
 * A table as data: what the renderers below take. `notes` say what the numbers are over and how
 * sure they are. Names in it stand as they came; each renderer makes them harmless in its own form.
 * `foldBy` says how a table that is too wide is made narrow.
 */
export type ReportTable = {
  title: string;
  columns: string[];
  rows: TableCell[][];
  notes: string[];
  foldBy?: FoldBy | undefined;
};

/** Text, or text that is marked as the best or the second best of its column. */
export type TableCell = string | {text: string; mark: 'best' | 'second'};

/** One record per figure, for programs that read CSV. */
export type ReportRecords = {columns: string[]; rows: (string | number | null)[][]};

/**
 * Columns that a table has room for: one that is wider than `fold` is folded, and if it is wider
 * than `wrap` then, its longest names wrap (which only people can read), and at last each figure
 * has a row of its own.
 */
export type TableWidth = {fold: number; wrap: number};

const anyWidth: TableWidth = {fold: Number.POSITIVE_INFINITY, wrap: Number.POSITIVE_INFINITY};

/** For a terminal. */
export function renderText(table: ReportTable, {fold: most, wrap}: TableWidth = anyWidth): string {
  const {title, rows, notes} = table;
  const wide = drawn(table);
  const fits = widthOf(wide) <= most;
  const shown = fits ? wide : drawnWithin(table, wrap);
  const legend = hasMarks(rows) ? [textMarks.legend] : [];
  return [forLine(title), shown, ...legend, ...notes.map(forLine)].join('\n');
}

type Drawing = {
  /** Of each column; null for as wide as it is. */
  widths?: (number | null)[];
  /** A figure above its interval, and that above what it is over. */
  wrapsFigures?: boolean;
};

function drawn(
  {columns, rows}: Pick<ReportTable, 'columns' | 'rows'>,
  {widths = [], wrapsFigures = false}: Drawing = {},
): string {
  const numeric = columns.map((_, i) => isNumeric(rows, i));
  const wrapped = (text: string, i: number) =>
    wrapsFigures && numeric[i] ? text.replace(/ (?=[[(]|of )/g, '\n') : text;
  const table = new Table({
    head: columns.map((column, i) => wrapped(forLine(column), i)),
    style: {head: [], border: [], compact: true},
    colAligns: numeric.map((each) => (each ? 'right' : 'left')),
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(
    ...rows.map((row) => row.map((cell, i) => wrapped(marked(cell, forLine, textMarks), i))),
  );
  return table.toString();
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

type NamesDrawing = Pick<Drawing, 'wrapsFigures'> & {
  /** A column of names is not made narrower than this. */
  least: number;
};

/** How a table is made narrower, first what takes least from it. */
const narrower: readonly [NamesDrawing, ...NamesDrawing[]] = [
  {least: 14},
  {least: 14, wrapsFigures: true},
  {least: 8, wrapsFigures: true},
];

/** The table folded within `width`, or, where it fits in no way, as it is read best. */
function drawnWithin(table: ReportTable, width: number): string {
  const folded = fold(table);
  for (const shape of [folded, unroll(table)])
    for (const drawing of shape ? narrower : []) {
      const text = drawnWithNamesIn(shape ?? folded, width, drawing);
      if (widthOf(text) <= width) return text;
    }
  return drawnWithNamesIn(folded, width, narrower[0]);
}

/** Its names wrapped, the longest first, until it fits or they are narrow. */
function drawnWithNamesIn(
  table: Pick<ReportTable, 'columns' | 'rows'>,
  width: number,
  {least, ...drawing}: NamesDrawing,
): string {
  const text = drawn(table, drawing);
  const found = (text.split('\n')[0] ?? '').slice(1, -1).split('┬');
  const spare = found.map(({length}, i) =>
    isNumeric(table.rows, i) ? 0 : Math.max(0, length - least),
  );
  const less = found.map(() => 0);
  for (let excess = widthOf(text) - width; excess > 0; excess -= 1) {
    const at = spare.indexOf(Math.max(...spare));
    if (!spare[at]) break;
    spare[at] -= 1;
    less[at] = (less[at] ?? 0) + 1;
  }
  const widths = found.map(({length}, i) => (less[i] ? length - less[i] : null));
  return drawn(table, {...drawing, widths});
}

/** More columns than this nobody reads in Markdown. */
const mostColumns = 12;

/** GitHub's Markdown. */
export function renderMarkdown(table: ReportTable): string {
  const {columns, rows} = table.columns.length > mostColumns ? fold(table) : table;
  const {title, notes} = table;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = line(columns.map(forMarkdown));
  const rule = line(columns.map((_, i) => (isNumeric(rows, i) ? '---:' : '---')));
  const body = rows.map((row) => line(row.map((cell) => marked(cell, forMarkdown, markdownMarks))));
  const legend = hasMarks(rows) ? [markdownMarks.legend] : [];
  return [
    `## ${forMarkdown(title)}`,
    [head, rule, ...body].join('\n'),
    ...legend,
    ...notes.map(forMarkdownParagraph),
  ].join('\n\n');
}

/**
 * Quoted as RFC 4180 says, a header line, lines ending in `\n`. Text that a spreadsheet would take
 * for a formula has an apostrophe in front; a number is no text.
 */
export function renderCsv({columns, rows}: ReportRecords): string {
  const harmless = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? inOneRecord(cell) : cell)),
  );
  return stringify([columns, ...harmless], {escape_formulas: true});
}

/** Who reads CSV line by line takes each line for a record. */
function inOneRecord(cell: string): string {
  return forTerminal(cell).replaceAll('\n', '\\n');
}

/** How the best and the second best of a column are marked. */
type Marks = {
  best(figure: string): string;
  second(figure: string): string;
  legend: string;
};

const textMarks: Marks = {
  best: (figure) => `${figure} *`,
  second: (figure) => `${figure} +`,
  legend: '*: best; +: second best.',
};

/** Bold and underlined, as in the paper. */
const markdownMarks: Marks = {
  best: (figure) => `**${figure}**`,
  second: (figure) => `<u>${figure}</u>`,
  legend: 'Bold: best; underlined: second best.',
};

function marked(cell: TableCell, harmless: (text: string) => string, marks: Marks): string {
  return typeof cell === 'string' ? harmless(cell) : marks[cell.mark](harmless(cell.text));
}

function hasMarks(rows: readonly TableCell[][]): boolean {
  return rows.flat().some((cell) => typeof cell !== 'string');
}

/**
 * Whether a column holds figures, which stand right: every cell begins with a digit or sign, or
 * says that there is none.
 */
function isNumeric(rows: readonly TableCell[][], column: number): boolean {
  const texts = rows.map((row) => textOf(row[column] ?? ''));
  return texts.every((text) => /^(?:[-+]?\d|–|$)/.test(text)) && texts.some((text) => text !== '');
}

function textOf(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
