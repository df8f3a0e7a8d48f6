import {createHash} from 'node:crypto';
import type {BoardRow} from '../board.js';
import {levels} from '../entry.js';
import {boardScript, boardStyle} from './script.js';

/** The columns, by the names that the page’s code knows. */
const columns: readonly (readonly [key: string, title: string])[] = [
  ['rank', 'rank (95 %)'],
  ['model', 'model'],
  ['value', 'score, %'],
  ['mode', 'how'],
  ['suite', 'suite'],
  ['floor', 'floor, %'],
  ['gain', 'gain, %'],
  ['live', 'live, %'],
  ['level', 'level'],
  ['separate_share', 'passes apart, %'],
  ['group', 'group'],
  ['size_billions', 'size, B'],
  ['cost', 'cost'],
  ['n', 'n'],
];

/**
 * The page of a board: one file that works from disk, without a server and without anything from
 * elsewhere. What entries say is data in it, and becomes text.
 */
export function boardPage(rows: readonly BoardRow[]): string {
  const data = JSON.stringify({rows, levels: ['published', ...levels]});
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(boardScript)}`,
    `style-src ${hashOf(boardStyle)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Leaderboard</title>
<style>${boardStyle}</style>
</head>
<body>
<h1>Leaderboard</h1>
<p>Entries with equal scores share a rank; the interval is that of the rank when the same problems
are drawn again for all. Published figures were copied from the paper and not judged here. Simulated
models say nothing of real ones, and are never shown beside them.</p>
<form>
${select('kind', 'models', kinds(rows), false)}
${select('scenario', 'scenario', choices(rows, 'scenario'), false)}
${select('metric', 'metric', choices(rows, 'metric'), false)}
${select('suite', 'suite', choices(rows, 'suite'))}
${select('mode', 'mode', choices(rows, 'mode'))}
${select('reference', 'static on the log of', choices(rows, 'reference'))}
${select('group', 'group', choices(rows, 'group'))}
${select('level', 'level', choices(rows, 'level'))}
<label>model<input data-filter="model" type="search"></label>
<label>at most so many billions<input data-filter="size" type="number" min="0" step="any"></label>
</form>
<p><output id="count"></output> · <a href="leaderboard.json">JSON</a> ·
<a href="leaderboard.csv">CSV</a></p>
<main><table>
<thead><tr>${columns.map(heading).join('')}<th>files</th></tr></thead>
<tbody></tbody>
</table></main>
<script type="application/json" id="board">${data.replaceAll('<', '\\u003c')}</script>
<script>${boardScript}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function heading([key, title]: readonly [string, string]): string {
  return `<th data-key="${key}" aria-sort="none"><button type="button">${title}</button></th>`;
}

type Choice = readonly [value: string, shown: string];

/** What is shown at first stands first: the board's own entries, where all are simulated. */
function kinds(rows: readonly BoardRow[]): Choice[] {
  const real: Choice = ['real', 'real and published'];
  const simulated: Choice = ['simulated', 'simulated'];
  const own = rows.filter(({kind}) => kind !== 'published');
  const isSimulated = own.length > 0 && own.every(({kind}) => kind === 'simulated');
  return isSimulated ? [simulated, real] : [real, simulated];
}

function choices(rows: readonly BoardRow[], key: keyof BoardRow): Choice[] {
  const values = new Set(rows.flatMap((row) => (row[key] === null ? [] : [String(row[key])])));
  return [...values].map((value) => [value, value]);
}

function select(key: string, title: string, options: readonly Choice[], mayBeAny = true): string {
  const all: Choice[] = mayBeAny ? [['', 'all'], ...options] : [...options];
  const shown = all.map(
    ([value, text]) => `<option value="${escaped(value)}">${escaped(text)}</option>`,
  );
  return `<label>${title}<select data-filter="${key}">${shown.join('')}</select></label>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
