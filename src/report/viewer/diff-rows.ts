import {codeDiff} from '../../show/code-diff.js';
import {lineBeginning} from './text-beginning.js';

/** A row of a diff: a line that stays, was taken out, or put in; or lines that are folded away. */
export type DiffRow =
  | {kind: 'same'; left: number; right: number; text: string}
  | {kind: 'out'; left: number; text: string}
  | {kind: 'in'; right: number; text: string}
  | {kind: 'folded'; lines: number};

/** Lines that stay around each change. */
const context = 3;
/** Longer texts are shown whole instead. */
const mostLines = 20_000;

/** What became of `before`, line by line; null where the texts are too long to be compared. */
export function diffRows(before: string, after: string): DiffRow[] | null {
  if (lineCount(before) + lineCount(after) > mostLines) return null;
  let [left, right] = [0, 0];
  const rows = codeDiff(before, after).map(({change, text}): DiffRow => {
    if (change === 'added') return {kind: 'in', right: ++right, text};
    if (change === 'removed') return {kind: 'out', left: ++left, text};
    return {kind: 'same', left: ++left, right: ++right, text};
  });
  return folded(rows);
}

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function folded(rows: readonly DiffRow[]): DiffRow[] {
  const near = rows.map((_, i) =>
    rows.slice(Math.max(0, i - context), i + context + 1).some(({kind}) => kind !== 'same'),
  );
  const shown: DiffRow[] = [];
  for (const [i, row] of rows.entries()) {
    const last = shown.at(-1);
    if (near[i]) shown.push(row);
    else if (last?.kind === 'folded') last.lines += 1;
    else shown.push({kind: 'folded', lines: 1});
  }
  return shown;
}

/** Rows that are shown, and letters in all of them. */
const [mostRows, mostLetters] = [3000, 400_000];

/** The first rows, as many and as long as anybody reads. */
export function firstRows(rows: readonly DiffRow[]): DiffRow[] {
  const shown: DiffRow[] = [];
  let letters = 0;
  for (const row of rows) {
    if (shown.length >= mostRows || letters >= mostLetters) break;
    const short = row.kind === 'folded' ? row : {...row, text: lineBeginning(row.text)};
    letters += short.kind === 'folded' ? 0 : short.text.length;
    shown.push(short);
  }
  return shown;
}

/** Rows for two columns: what was taken out stands beside what was put in. */
export function sideBySide(rows: readonly DiffRow[]): [DiffRow | null, DiffRow | null][] {
  const pairs: [DiffRow | null, DiffRow | null][] = [];
  let [out, put]: [DiffRow[], DiffRow[]] = [[], []];
  const flush = () => {
    for (let i = 0; i < Math.max(out.length, put.length); i += 1)
      pairs.push([out[i] ?? null, put[i] ?? null]);
    [out, put] = [[], []];
  };
  for (const row of rows) {
    if (row.kind === 'out') out.push(row);
    else if (row.kind === 'in') put.push(row);
    else {
      flush();
      pairs.push([row, row]);
    }
  }
  flush();
  return pairs;
}
