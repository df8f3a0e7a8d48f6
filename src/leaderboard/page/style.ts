/** Columns have fixed widths, so that sorting 500 rows does not measure every cell again. */
export const boardStyle = `
:root {
  color-scheme: light dark;
  --paper: #fcfcfa; --raised: #f3f3ef; --ink: #1c2126; --soft: #596068; --rule: #dfdfd9;
  --accent: #0b5c9e;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --raised: #1c2228; --ink: #e3e6e8; --soft: #a0a9b1; --rule: #313940;
    --accent: #7cb8ee;
  }
}
* { box-sizing: border-box; }
body { background: var(--paper); color: var(--ink); margin: 0 auto; max-width: 100rem;
  padding: 0 clamp(14px, 3vw, 36px) 48px; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; max-width: 75ch; }
a { color: var(--accent); }
form { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
label { color: var(--soft); display: grid; font-size: .85rem; gap: .15rem; min-width: 0; }
select, input { background: var(--raised); border: 1px solid var(--rule); border-radius: 4px;
  color: var(--ink); font: inherit; max-width: 18rem; padding: .3rem .4rem; }
.wide { max-height: 90vh; overflow: auto; }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
#scores { table-layout: fixed; width: 124rem; }
#agreement td { overflow-wrap: normal; white-space: nowrap; }
th, td { border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; padding: .3rem .6rem;
  text-align: left; vertical-align: top; }
thead th { background: var(--paper); color: var(--soft); font-size: .85rem; position: sticky;
  top: 0; vertical-align: bottom; z-index: 1; }
th button { background: none; border: 0; color: inherit; cursor: pointer; font: inherit;
  font-weight: 600; padding: 0; text-align: inherit; }
th[aria-sort=descending] button::after { content: ' ↓'; }
th[aria-sort=ascending] button::after { content: ' ↑'; }
th.model { background: var(--paper); font-weight: 600; left: 0; position: sticky; width: 15rem; }
thead th.model { z-index: 2; }
.rank { width: 8rem; } .mode { width: 13rem; } .suite { width: 10rem; } .live { width: 11rem; }
.level { width: 9rem; } .group { width: 8rem; } .files { width: 11rem; }
.value, .floor, .gain, .separate_share, .size_billions, .n { width: 6rem; }
.cost { width: 7rem; }
.value, .floor, .gain, .separate_share, .size_billions, .cost, .n, .number { text-align: right; }
.value { font-weight: 600; }
tbody tr:hover > * { background: var(--raised); }
@media (max-width: 40rem) {
  #scores { width: 118rem; }
  th.model { width: 9rem; }
  form { display: grid; grid-template-columns: 1fr 1fr; }
  select, input { max-width: none; width: 100%; }
}
`;
