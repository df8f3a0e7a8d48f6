import {expect, test} from 'vitest';
import {renderCsv, renderMarkdown, renderText} from '../../src/report/table.js';

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

test('CSV quotes what needs it; null is an empty field', () => {
  expect(
    renderCsv(
      ['a', 'b'],
      [
        ['x,y', 1],
        ['say "hi"\n', null],
      ],
    ),
  ).toBe('a,b\n"x,y",1\n"say ""hi""\n",\n');
});
