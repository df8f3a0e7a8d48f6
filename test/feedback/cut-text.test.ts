import {toUSVString} from 'node:util';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cutLongText, cutText} from '../../src/feedback/cut-text.js';
import {anyCharacter} from '../support/any-character.js';

const points = (text: string) => Array.from(text).length;

/**
 * n lines of `width` code points each, every line ending in a newline; line i begins with its
 * number.
 */
function linesOf(n: number, width: number, fill = 'x'): string {
  return Array.from({length: n}, (_, i) => `${`${i}:`.padEnd(width, fill)}\n`).join('');
}

describe('feedback below 8,000 code points stays as it is, from 8,000 on it is cut', () => {
  test('counting code points, not UTF-16 units', () => {
    expect(cutLongText('x'.repeat(7_999))).toBe('x'.repeat(7_999));
    expect(cutLongText('😀'.repeat(7_999))).toBe('😀'.repeat(7_999));
    expect(cutLongText('😀'.repeat(8_000))).toBe(
      `${'😀'.repeat(2_000)}\n...\n${'😀'.repeat(4_000)}`,
    );
  });

  test('to the first and last five lines where there are ten or more', () => {
    // 100 lines of 80 and a newline: 8,100 code points. Five lines joined are 5 * 80 + 4 = 404 and
    // need no further cut.
    const text = linesOf(100, 80);
    const lines = text.trimEnd().split('\n');
    expect(cutLongText(text)).toBe([...lines.slice(0, 5), '...', ...lines.slice(95)].join('\n'));
  });

  test('the front to its first 2,000, the rear to its last 4,000', () => {
    // 10 lines of 1,000: the first five are 5,004 with their newlines, cut to 2,000: line 0,
    // newline, 999 of line 1.
    const [front = '', rear = '', ...more] = cutLongText(linesOf(10, 1_000)).split('\n...\n');
    expect(more).toEqual([]);
    expect(points(front)).toBe(2_000);
    expect(front.startsWith('0:xxx')).toBe(true);
    expect(front.split('\n').map(points)).toEqual([1_000, 999]);
    // The last 4,000 of lines 5 to 9: 4,000 = 3 * 1,001 + 997, so 997 of line 6, then lines 7, 8
    // and 9.
    expect(points(rear)).toBe(4_000);
    expect(rear.split('\n').map(points)).toEqual([997, 1_000, 1_000, 1_000]);
    expect(rear.split('\n').at(-1)?.startsWith('9:')).toBe(true);
  });

  test('with half the lines where there are fewer than ten, at least one', () => {
    const kept = (n: number) =>
      cutText(linesOf(n, 10), {front: 2_000, rear: 4_000})
        .split('\n')
        .map((line) => line.split(':')[0]);
    expect(kept(1)).toEqual(['0', '...', '0']);
    expect(kept(2)).toEqual(['0', '...', '1']);
    expect(kept(3)).toEqual(['0', '...', '2']);
    expect(kept(9)).toEqual(['0', '1', '2', '3', '...', '5', '6', '7', '8']);
    expect(kept(10)).toEqual(['0', '1', '2', '3', '4', '...', '5', '6', '7', '8', '9']);
    expect(kept(11)).toEqual(['0', '1', '2', '3', '4', '...', '6', '7', '8', '9', '10']);
  });

  test('taking \\n alone for the end of a line', () => {
    const text = `a\r\u2028\u0085\vb\n${'x'.repeat(8_000)}\nlast`;
    // Three lines, so w = 1.
    expect(cutLongText(text)).toBe('a\r\u2028\u0085\vb\n...\nlast');
  });

  test('never inside a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({unit: anyCharacter})),
        fc.nat(40),
        fc.nat(40),
        (lines, front, rear) => {
          const cut = cutText(lines.join('\n'), {front, rear});
          expect(toUSVString(cut)).toBe(cut);
          expect(points(cut)).toBeLessThanOrEqual(front + rear + 5);
        },
      ),
      {numRuns: 200},
    );
  });
});

test('nothing is left of front and rear of length 0', () => {
  expect(cutText(linesOf(30, 300), {front: 0, rear: 0})).toBe('\n...\n');
});
