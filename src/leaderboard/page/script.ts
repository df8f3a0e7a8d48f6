/**
 * The page’s own code, as it stands in the page: plain JavaScript, which makes text of what it is
 * given and never markup. Each row is made once; sorting puts the rows that are there in order, and
 * shows the first hundred: to draw five hundred takes a browser longer than a reader waits.
 */
export const boardScript = `
'use strict';
const board = JSON.parse(document.getElementById('board').textContent);
const body = document.querySelector('#scores tbody');
const filters = [...document.querySelectorAll('[data-filter]')];
const headings = [...document.querySelectorAll('#scores th[data-key]')];
let sorted = {key: 'value', down: true};
const more = document.getElementById('more');
let most = 100;

function percent(share) {
  return share === null ? '–' : (share * 100).toFixed(1);
}
function rank(row) {
  if (row.rank === null) return row.unranked === null ? '–' : '– (' + row.unranked + ')';
  const {rank, low, high} = row.rank;
  return low === high ? String(rank) : rank + ' (' + low + '–' + high + ')';
}
function live(row) {
  if (row.live === null) return '–';
  const {value, low, high, from, revision} = row.live;
  return from === 'entry'
    ? percent(value) + (revision === null ? '' : ' of revision ' + revision)
    : percent(value) + ' [' + percent(low) + ', ' + percent(high) + '] predicted';
}
function how(row) {
  return row.mode === 'live' ? 'live' : 'static on ' + row.reference;
}
const columns = {
  model: [(row) => row.model, (row) => row.model.toLowerCase()],
  rank: [rank, (row) => (row.rank === null ? Infinity : row.rank.rank)],
  value: [(row) => percent(row.value), (row) => row.value ?? -1],
  mode: [how, how],
  suite: [(row) => row.suite, (row) => row.suite],
  floor: [(row) => percent(row.floor), (row) => row.floor ?? -1],
  gain: [(row) => percent(row.gain), (row) => row.gain ?? -Infinity],
  live: [live, (row) => row.live?.value ?? -1],
  level: [level, (row) => board.levels.indexOf(row.level)],
  separate_share: [(row) => percent(row.separate_share), (row) => row.separate_share ?? -1],
  group: [(row) => row.group ?? '–', (row) => row.group ?? ''],
  size_billions: [(row) => row.size_billions ?? '–', (row) => row.size_billions ?? -1],
  cost: [cost, (row) => row.cost?.amount ?? -1],
  n: [(row) => row.n ?? '–', (row) => row.n ?? -1],
};
function level(row) {
  return row.agreement === null ? row.level : row.level + ' (' + percent(row.agreement) + ' % agree)';
}
function cost(row) {
  return row.cost === null ? '–' : row.cost.amount + ' ' + row.cost.currency;
}
const made = new Map();
function lineOf(row) {
  const known = made.get(row);
  if (known) return known;
  const tr = document.createElement('tr');
  for (const [key, [text]] of Object.entries(columns)) {
    const td = document.createElement(key === 'model' ? 'th' : 'td');
    if (key === 'model') td.scope = 'row';
    td.className = key;
    if (key === 'model' && row.report !== null) link(td, addressOf(row.report), text(row));
    else td.textContent = text(row);
    tr.append(td);
  }
  const td = document.createElement('td');
  td.className = 'files';
  if (row.report !== null) link(td, addressOf(row.report), 'report');
  if (row.file !== null) {
    link(td, addressOf('bundles/' + row.file), 'bundle');
    link(td, addressOf('entries/' + row.file + '.json'), 'JSON');
    link(td, addressOf('problems/' + row.file + '.csv'), 'CSV');
  }
  tr.append(td);
  made.set(row, tr);
  return tr;
}
function addressOf(path) {
  return path.split('/').map(encodeURIComponent).join('/');
}
function link(cell, href, text) {
  const a = document.createElement('a');
  a.href = href;
  a.textContent = text;
  cell.append(a, ' ');
}
function valueOf(key) {
  return filters.find((filter) => filter.dataset.filter === key).value;
}
function isOfKind(kind) {
  return (kind === 'simulated') === (valueOf('kind') === 'simulated');
}
function isShown(row) {
  return filters.every((filter) => {
    const {filter: key} = filter.dataset;
    if (filter.value === '') return true;
    if (key === 'model') return row.model.toLowerCase().includes(filter.value.toLowerCase());
    if (key === 'size') return row.size_billions !== null && row.size_billions <= Number(filter.value);
    if (key === 'kind') return isOfKind(row.kind);
    return String(row[key] ?? '') === filter.value;
  });
}
function show() {
  const [, by] = columns[sorted.key];
  const rows = board.rows.filter(isShown).map((row) => [by(row), row]);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (sorted.down ? -1 : 1));
  const lines = document.createDocumentFragment();
  const first = rows.slice(0, most);
  lines.append(...first.map(([, row]) => lineOf(row)));
  body.replaceChildren(lines);
  more.hidden = first.length === rows.length;
  document.getElementById('count').textContent =
    first.length + (more.hidden ? '' : ' of ' + rows.length) + ' shown';
  for (const th of headings)
    th.setAttribute(
      'aria-sort',
      th.dataset.key !== sorted.key ? 'none' : sorted.down ? 'descending' : 'ascending',
    );
  const agreements = [...document.querySelectorAll('#agreement tbody tr')];
  for (const tr of agreements) tr.hidden = !isOfKind(tr.dataset.kind);
  document.getElementById('agreement').hidden = agreements.every((tr) => tr.hidden);
}
for (const filter of filters) filter.addEventListener('input', show);
more.addEventListener('click', () => {
  most = Infinity;
  show();
});
for (const th of headings)
  th.querySelector('button').addEventListener('click', () => {
    const {key} = th.dataset;
    sorted = {key, down: sorted.key === key ? !sorted.down : key === 'value'};
    show();
  });
show();
`;
