import {createHash} from 'node:crypto';
import type {BoardAgreement, BoardFile, BoardRow} from '../board-file.js';
import {levels} from '../entry.js';
import {boardScript} from './script.js';
import {boardStyle} from './style.js';

/** The columns, by the names that the page’s code knows. */
const columns: readonly (readonly [key: string, title: string])[] = [
  ['model', 'model'],
  ['rank', 'rank (95%)'],
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
export function boardPage({rows, agreements}: Pick<BoardFile, 'rows' | 'agreements'>): string {
  const data = JSON.stringify({rows, levels: ['published', ...levels]});
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(boardScript)}`,
    `style-src ${hashOf(boardStyle)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>Leaderboard</title>
<style>${boardStyle}</style>
</head>
<body>
<main>
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
<p><output id="count"></output> <button id="more" hidden type="button">show all</button> ·
everything as <a href="leaderboard.json">JSON</a> and <a href="leaderboard.csv">CSV</a></p>
<div class="wide" tabindex="0" role="region" aria-label="Scores"><table id="scores">
<thead><tr>${columns.map(heading).join('')}<th class="files">files</th></tr></thead>
<tbody></tbody>
</table></div>
<section id="agreement">
<h2>Static against live</h2>
<p>How the ranking of the static entries agrees with that of live scores, of the models that have
both: a live entry of their own, or a published figure. In brackets a 95% interval.</p>
<div class="wide" tabindex="0" role="region" aria-label="Static against live"><table>
<thead><tr><th>static on the log of</th><th>suite</th><th>scenario</th><th>metric</th>
<th class="number">models</th><th>Spearman</th><th>Kendall</th><th>Pearson</th></tr></thead>
<tbody>${agreements.map(agreementLine).join('')}</tbody>
</table></div>
</section>
</main>
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
  const attributes = `class="${key}" data-key="${key}" aria-sort="none" scope="col"`;
  return `<th ${attributes}><button type="button">${title}</button></th>`;
}

function agreementLine(agreement: BoardAgreement): string {
  const {kind, reference, suite, scenario, metric, n_models} = agreement;
  const told = [reference, suite, scenario, metric].map((text) => `<td>${escaped(text)}</td>`);
  const {spearman, kendall_tau_b, pearson} = agreement;
  const found = [spearman, kendall_tau_b, pearson].map((each) => `<td>${coefficient(each)}</td>`);
  const models = `<td class="number">${n_models}</td>`;
  return `<tr data-kind="${kind}">${told.join('')}${models}${found.join('')}</tr>`;
}

function coefficient(found: BoardAgreement['spearman']): string {
  if (found.value === null) return `– (${escaped(found.reason)})`;
  const {value, low, high} = found;
  const interval = low === null || high === null ? '' : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  return `${value.toFixed(2)}${interval}`;
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
