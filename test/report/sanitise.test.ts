import fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {
  cutToFit,
  forLine,
  forMarkdown,
  forMarkdownParagraph,
  forTerminal,
} from '../../src/report/sanitise.js';
import {anyCharacter} from '../support/any-character.js';

/** Any text, dense in characters that terminals and Markdown obey. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...'\u0000\u0007\b\t\n\r\u001b\u007f\u0085\u009b\u200b\u202e\u2028\u2029\ufeff',
    ),
    fc.constantFrom('\ud800', '\u{e0041}', '\\', '"', '[', ']', '(', '<', 'a', 'é', '世', '🙂'),
    anyCharacter,
  ),
});

describe('for a terminal', () => {
  test.each([
    ['an escape sequence', '\u001b[2Kgone', '\\u001b[2Kgone'],
    ['the same in one character of C1', '\u009b2Kgone', '\\u009b2Kgone'],
    ['bell, backspace and DEL', '\u0007\b\u007f', '\\u0007\\u0008\\u007f'],
    ['a return to the beginning of the line', 'bad\rgood', 'bad\\rgood'],
    ['a byte-order mark and a zero-width space', '\ufeffa\u200bb', '\\ufeffa\\u200bb'],
    ['a turn of the direction of writing', 'a\u202ecod', 'a\\u202ecod'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['invisible characters beyond 16 bits', '\u{e0041}', '\\udb40\\udc41'],
    ['half a surrogate pair', '\ud800', '\\ud800'],
  ])('%s is shown instead of obeyed', (_, text, shown) => {
    expect(forTerminal(text)).toBe(shown);
  });

  it('newline, tab and every visible character stay', () => {
    const text = 'a\tb\nc: “é”, 世界, 🙂, [0.1, 0.2], │ – …';
    expect(forTerminal(text)).toBe(text);
  });

  it('in one line, newline and tab are shown too', () => {
    expect(forLine('a\tb\nc')).toBe('a\\tb\\nc');
  });

  test('nothing unseen is left of any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(forTerminal(text)).not.toMatch(/[^\P{C}\p{Cn}\p{Co}\n\t]|[\u2028\u2029]/u);
        expect(forLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });

  test('a JSON text means the same as before, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.record({a: hostile, b: fc.array(hostile)}), (value) => {
        const json = JSON.stringify(value, null, 2);
        expect(JSON.parse(forTerminal(json))).toEqual(value);
      }),
    );
  });
});

describe('for Markdown', () => {
  test.each([
    ['the end of a cell', 'a|b', 'a\\|b'],
    ['the end of a row', 'a\nb', 'a b'],
    ['a tag', '<img src=x>', '&lt;img src=x>'],
    ['an entity', '&lt;b&gt; &#60;', '\\&lt;b\\&gt; \\&#60;'],
    ['a link', '[text](https://a.example)', '[text\\](https://a.example)'],
    ['a link by reference', '[text][1]', '[text\\][1]'],
    ['the place a reference leads to', '[1]: https://a.example', '[1\\]: https://a.example'],
    ['code', '`rm`', '\\`rm\\`'],
    ['emphasis', '**a** _b_ ~~c~~', '\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~'],
    ['a formula', '$x$', '\\$x\\$'],
    ['an escape', 'a\\|b', 'a\\\\\\|b'],
    ['a character that nobody sees', 'a\u202eb', 'a\\\\u202eb'],
  ])('%s is shown as text', (_, text, shown) => {
    expect(forMarkdown(text)).toBe(shown);
  });

  test.each([
    '0.83 [0.51, 1.00]',
    '< 0.001',
    '-0.500',
    'CF_EF_UNIT_SNF',
    'a/b--c (16K)',
    '3 > 2 & 1',
  ])('what is no markup stays: %s', (text) => {
    expect(forMarkdown(text)).toBe(text);
  });

  test.each([
    ['# a', '\\# a'],
    ['> a', '\\> a'],
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['===', '\\==='],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['12.5 a', '12.5 a'],
  ])('a paragraph stays a paragraph: %s', (text, shown) => {
    expect(forMarkdownParagraph(text)).toBe(shown);
  });
});

test('a line that is written over is cut to what the terminal has room for', () => {
  expect(cutToFit('0123456789', 11)).toBe('0123456789');
  expect(cutToFit('0123456789', 10)).toBe('01234567…');
  expect(cutToFit('😀😀😀😀', 4)).toBe('😀😀…');
  expect(cutToFit('0123456789', undefined)).toBe('0123456789');
  expect(cutToFit('0123456789', 1)).toBe('…');
});
