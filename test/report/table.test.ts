import {describe, expect, test} from 'vitest';
import {type ReportTable, renderCsv, renderMarkdown, renderText} from '../../src/report/table.js';

const table = {
  title: 'Figures',
  columns: ['model', 'MRR'],
  rows: [
    ['a|b', '12.5'],
    ['c\\|d\ne', '–'],
  ],
  notes: ['n = 2.'],
};

test('Markdown escapes what would end a cell or a row, and sets figures to the right', () => {
  expect(renderMarkdown(table)).toBe(
    [
      '## Figures',
      '',
      '| model | MRR |',
      '| --- | ---: |',
      '| a\\|b | 12.5 |',
      '| c\\\\\\|d e | – |',
      '',
      'n = 2.',
    ].join('\n'),
  );
});

test('text has title, head, every row and the notes, without colours', () => {
  const text = renderText({...table, rows: [['model-a', '12.5']]});
  expect(text.split('\n')[0]).toBe('Figures');
  expect(text).toMatch(/│ model\s+│\s+MRR │/);
  expect(text).toMatch(/│ model-a\s+│\s+12\.5 │/);
  expect(text.split('\n').at(-1)).toBe('n = 2.');
  expect(text).not.toContain('\u001b');
});

test('the best of a column is marked in either form, with a legend before the notes', () => {
  const marked: ReportTable = {
    ...table,
    rows: [
      ['a', {text: '9.0', mark: 'best'}],
      ['b', {text: '8.0', mark: 'second'}],
      ['c', '7.0'],
    ],
  };
  const text = renderText(marked);
  expect(text).toMatch(/ 9\.0 \* │[\s\S]* 8\.0 \+ │[\s\S]* {3}7\.0 │/);
  expect(text).toContain('\n*: best; +: second best.\nn = 2.');
  const markdown = renderMarkdown(marked);
  expect(markdown).toContain('| a | **9.0** |\n| b | <u>8.0</u> |\n| c | 7.0 |');
  expect(markdown).toContain('\n\nBold: best; underlined: second best.\n\nn = 2.');
  expect(renderText(table)).not.toContain('best');
});

describe('a name made to deceive', () => {
  const name = '\u001b[31m=HYPERLINK("x")\r<b>a|b</b>\n[c](d)';
  const hostile = {
    title: `Of ${name}`,
    columns: [name, 'MRR'],
    rows: [
      [name, '1.0'],
      ['plain', '2.0'],
    ],
    notes: [`Note on ${name}`],
  };

  test('is shown by a text table in one line, which is as wide as it looks', () => {
    const text = renderText(hostile);
    expect(text).not.toMatch(/[\u001b\r]/);
    const shown = '\\u001b[31m=HYPERLINK("x")\\r<b>a|b</b>\\n[c](d)';
    for (const part of ['Of ', '│ ', 'Note on ']) expect(text).toContain(`${part}${shown}`);
    const widths = text.split('\n').filter((line) => /^[┌│├└]/.test(line));
    expect(new Set(widths.map((line) => line.length)).size).toBe(1);
  });

  test('is text in Markdown: no tag, no link, no further cell', () => {
    const rows = renderMarkdown(hostile).split('\n');
    const shown = '\\\\u001b[31m=HYPERLINK("x")\\\\r&lt;b>a\\|b&lt;/b> [c\\](d)';
    expect(rows).toContain(`| ${shown} | 1.0 |`);
    expect(rows[0]).toBe(`## Of ${shown}`);
    expect(rows.at(-1)).toBe(`Note on ${shown}`);
  });
});

test('CSV quotes what needs it; null is an empty field', () => {
  const rows = [
    ['x,y', 1],
    ['say "hi"\n', null],
  ];
  expect(renderCsv({columns: ['a', 'b'], rows})).toBe('a,b\n"x,y",1\n"say ""hi""\\n",\n');
});

test('CSV defuses what a spreadsheet would compute, and leaves numbers alone', () => {
  const cells = ['=1+1', '+1', '-1', '@A1', '\t=1', '＝1', '\r=1', '\u001b[0m', -0.25, 1e-9];
  const lines = renderCsv({columns: ['a'], rows: cells.map((cell) => [cell])}).split('\n');
  expect(lines.slice(1, -1)).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@A1",
    "'\t=1",
    "'＝1",
    '\\r=1',
    '\\u001b[0m',
    '-0.25',
    '1e-9',
  ]);
});

describe('a table that is too wide', () => {
  const wide: ReportTable = {
    title: 'Figures',
    columns: ['model', 'CF', 'gain', 'CF_SEF', 'gain'],
    rows: [
      ['a', '1.0', '2.0', '3.0', '4.0'],
      ['b', '5.0', '6.0', {text: '7.0', mark: 'best'}, '8.0'],
    ],
    notes: ['a note that is longer than the table may be wide'],
    foldBy: {keys: 1, over: 'scenario', names: ['CF', 'CF_SEF'], heads: ['percent', 'gain']},
  };
  const widthOf = (text: string) =>
    Math.max(...text.split('\n').flatMap((line) => (/^[│┌├└]/.test(line) ? [line.length] : [])));
  const within = (columns: number) => ({fold: columns, wrap: columns});
  const wideWidth = widthOf(renderText(wide));

  test('stands as it is where there is room', () => {
    expect(renderText(wide, within(wideWidth))).toBe(renderText(wide));
    expect(renderText(wide)).toMatch(/│ a {5}│ 1\.0 │ {2}2\.0 │ {4}3\.0 │ {2}4\.0 │/);
  });

  test('folds, one group below another', () => {
    const folded = renderText(wide, within(wideWidth - 1));
    expect(folded.split('\n').slice(2, 8)).toEqual([
      '│ scenario │ model │ percent │ gain │',
      '├──────────┼───────┼─────────┼──────┤',
      '│ CF       │ a     │     1.0 │  2.0 │',
      '│ CF       │ b     │     5.0 │  6.0 │',
      '│ CF_SEF   │ a     │     3.0 │  4.0 │',
      '│ CF_SEF   │ b     │   7.0 * │  8.0 │',
    ]);
  });

  test('wraps its longest names where folding is not enough, or there is nothing to fold', () => {
    const name = 'organisation/some-model-with-a-long-name';
    const long = {...wide, rows: [[name, '1.0', '2.0', '3.0', '4.0']]};
    expect(widthOf(renderText(long, within(50)))).toBe(50);
    const single = {...wide, ...table, rows: [[name, '1.0']], foldBy: undefined};
    expect(widthOf(renderText(single, within(30)))).toBe(30);
    expect(renderText(single, within(30))).toContain('│ 1.0 │');
    // Names of one word are not made unreadable.
    expect(widthOf(renderText(single, within(10)))).toBeGreaterThan(10);
  });

  test('wraps several columns of names, and then figures, where that alone is not enough', () => {
    const names = ['organisation/some-model', 'static on some-other-model'];
    const many = {...table, columns: ['model', 'mode', 'percent'], foldBy: undefined};
    const text = renderText({...many, rows: [[...names, '58.3 [42.2, 72.9] (40)']]}, within(50));
    expect(widthOf(text)).toBeLessThanOrEqual(50);
    expect(text).toContain('58.3 │');
    expect(text).toContain('[42.2, 72.9] │');
  });

  test('gives each figure a row where nothing else is narrow enough', () => {
    const heads = ['percent', 'a head that is wide'];
    const rows = [['organisation/some-model', '58.3 [42.2, 72.9]', '2.0', '3.0', '']];
    const foldBy = {keys: 1, over: 'scenario', names: ['CF', 'CF_SEF'], heads};
    const text = renderText({...wide, rows, foldBy}, within(52));
    expect(text.split('\n').slice(2, 10)).toEqual([
      '│ scenario │ model     │ figure     │        value │',
      '├──────────┼───────────┼────────────┼──────────────┤',
      '│ CF       │ organisat │ percent    │         58.3 │',
      '│          │ ion/some- │            │ [42.2, 72.9] │',
      '│          │ model     │            │              │',
      '│ CF       │ organisat │ a head tha │          2.0 │',
      '│          │ ion/some- │ t is wide  │              │',
      '│          │ model     │            │              │',
    ]);
    expect(text.match(/│ CF_SEF /g)).toHaveLength(1);
  });

  test('keeps names whole where only folding is wanted', () => {
    const long = {...wide, rows: [['organisation/some-model', '1.0', '2.0', '3.0', '4.0']]};
    const text = renderText(long, {fold: 20, wrap: Number.POSITIVE_INFINITY});
    expect(text).toContain('│ CF_SEF   │ organisation/some-model │     3.0 │  4.0 │');
  });

  test('folds in Markdown where it has more columns than anybody reads', () => {
    expect(renderMarkdown(wide)).toContain('| model | CF | gain | CF_SEF | gain |');
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const many: ReportTable = {
      ...wide,
      columns: ['model', ...names.flatMap((name) => [name, 'gain'])],
      rows: [['a', ...names.flatMap((_, i) => [`${i}.0`, `${i}.5`])]],
      foldBy: {keys: 1, over: 'scenario', names, heads: ['percent', 'gain']},
    };
    expect(renderMarkdown(many)).toContain(
      '| scenario | model | percent | gain |\n| --- | --- | ---: | ---: |\n| A | a | 0.0 | 0.5 |\n| B | a | 1.0 | 1.5 |',
    );
  });
});
