/**
 * The page’s own code, as it stands in the page: plain JavaScript, which makes text of what it is
 * given and never markup.
 */
export const boardScript = `
'use strict';
const board = JSON.parse(document.getElementById('board').textContent);
const body = document.querySelector('tbody');
const filters = [...document.querySelectorAll('[data-filter]')];
let sorted = {key: 'value', down: true};

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
    ? percent(value) + (revision === undefined ? '' : ' of revision ' + revision)
    : percent(value) + ' [' + percent(low) + ', ' + percent(high) + '] predicted';
}
function how(row) {
  return row.mode === 'live' ? 'live' : 'static on ' + row.reference;
}
const columns = {
  rank: [rank, (row) => (row.rank === null ? Infinity : row.rank.rank)],
  model: [(row) => row.model, (row) => row.model.toLowerCase()],
  value: [(row) => percent(row.value), (row) => row.value ?? -1],
  mode: [how, how],
  suite: [(row) => row.suite, (row) => row.suite],
  floor: [(row) => percent(row.floor), (row) => row.floor ?? -1],
  gain: [(row) => percent(row.gain), (row) => row.gain ?? -1],
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
function cellsOf(row) {
  const tr = document.createElement('tr');
  for (const [text] of Object.values(columns)) {
    const td = document.createElement('td');
    td.textContent = text(row);
    tr.append(td);
  }
  const td = document.createElement('td');
  if (row.file !== null) {
    link(td, 'bundles/' + encodeURIComponent(row.file), 'bundle');
    link(td, 'entries/' + encodeURIComponent(row.file) + '.json', 'problems');
  }
  tr.append(td);
  return tr;
}
function link(td, href, text) {
  const a = document.createElement('a');
  a.href = href;
  a.textContent = text;
  td.append(a, ' ');
}
function isShown(row) {
  return filters.every((filter) => {
    const {filter: key} = filter.dataset;
    if (filter.value === '') return true;
    if (key === 'model') return row.model.toLowerCase().includes(filter.value.toLowerCase());
    if (key === 'size') return row.size_billions !== null && row.size_billions <= Number(filter.value);
    if (key === 'kind') return (row.kind === 'simulated') === (filter.value === 'simulated');
    return String(row[key] ?? '') === filter.value;
  });
}
function show() {
  const [, by] = columns[sorted.key];
  const rows = board.rows.filter(isShown).map((row) => [by(row), row]);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (sorted.down ? -1 : 1));
  body.replaceChildren(...rows.map(([, row]) => cellsOf(row)));
  document.getElementById('count').textContent = rows.length + ' shown';
  for (const th of document.querySelectorAll('th[data-key]'))
    th.setAttribute(
      'aria-sort',
      th.dataset.key !== sorted.key ? 'none' : sorted.down ? 'descending' : 'ascending',
    );
}
for (const filter of filters) filter.addEventListener('input', show);
for (const button of document.querySelectorAll('th[data-key] button'))
  button.addEventListener('click', () => {
    const {key} = button.parentElement.dataset;
    sorted = {key, down: sorted.key === key ? !sorted.down : key === 'value'};
    show();
  });
show();
`;

export const boardStyle = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
body { margin: 1.5rem; }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
label { display: grid; font-size: .85rem; gap: .15rem; }
main { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; text-align: left; border-bottom: 1px solid #8886; }
th button { font: inherit; font-weight: 600; background: none; border: 0; color: inherit; cursor: pointer; padding: 0; }
th[aria-sort=descending] button::after { content: ' ↓'; }
th[aria-sort=ascending] button::after { content: ' ↑'; }
`;
