import {describe, expect, test} from 'vitest';
import {findLeak} from '../../src/feedback/leak.js';
import type {Problem} from '../../src/problem/problem.js';
import {exampleProblem} from '../support/example-problem.js';

/** What is found of `remark` where the solution is `solution`. */
function leakIn(
  remark: string,
  solution: string,
  {previousCode = 'pass', ...changes}: Partial<Problem> & {previousCode?: string} = {},
) {
  const problem = exampleProblem({canonical_solution: solution, ...changes});
  return findLeak(remark, {problem, previousCode});
}

const fence = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

describe('a line of the solution is quoted', () => {
  // Both are too long for a quotation of the line to be one of a quarter of its pieces.
  const others = Array.from({length: 40}, (_, i) => `v${i} = w${i}`).join('\n');
  const line = 'total = sum(values)';
  const solution = `${line}\n${others}`;

  test('from six tokens on', () => {
    expect(leakIn(`Say ${line} there.`, solution)).toBe('quoted solution');
    expect(leakIn('Say total = -values there.', `total = -values\n${others}`)).toBeNull();
  });

  test('but not as a part of longer names', () => {
    expect(leakIn('Say subtotal = sum(values) there.', solution)).toBeNull();
    const open = `total = one + two + tri\n${others}`;
    expect(leakIn('Say total = one + two + tri there.', open)).toBe('quoted solution');
    expect(leakIn('Say total = one + two + trial there.', open)).toBeNull();
  });

  test('through back-ticks that stand between its words', () => {
    const sum = 'return first + second + third';
    expect(leakIn('Say `return`first + second + third there.', `${sum}\n${others}`)).toBe(
      'quoted solution',
    );
  });

  test('its comment does not count, nor one in the quotation', () => {
    expect(leakIn(`Say ${line} there.`, `${line}  # all\n${others}`)).toBe('quoted solution');
    const split = `total = sum(values, key=one)`;
    const remark = fence('total = sum(values,  # all of\n key=one)');
    expect(leakIn(remark, `${split}\n${others}`)).toBe('quoted solution');
  });

  test.each([
    ['the code under review', {previousCode: line}],
    ['the code under review, a comment in it', {previousCode: 'total = sum(  # all\nvalues)'}],
    ['a comment of it', {previousCode: `pass  # not ${line}`}],
    ['the statement', {instruct_prompt: `Do ${line}.`}],
    ['the prompt to complete', {complete_prompt: line}],
    ['the code to begin with', {code_prompt: line}],
  ])('unless it stands in %s', (_, open) => {
    expect(leakIn(`Say ${line} there.`, solution, open)).toBeNull();
  });

  test('as one that ends the code under review is not, though the statement follows', () => {
    const last = 'return first + second + third';
    const open = {previousCode: last, code_prompt: 'import os\ndef task_func(x):'};
    expect(leakIn(`Why ${last} there?`, `${last}\n${others}`, open)).toBeNull();
  });

  test('ten tokens in a row are, wherever they begin', () => {
    expect(leakIn('Say v7 = w7 v8 = w8 v9 = w9 v10 there.', solution)).toBe('quoted solution');
    expect(leakIn('Say v7 = w7 v8 = w8 v9 = w9 there.', solution)).toBeNull();
  });
});

describe('many small pieces are a quotation', () => {
  // Twenty lines of 3 tokens: 60 tokens, 56 runs of five. A quarter of them are 14.
  const row = Array.from({length: 20}, (_, i) => `a${i} = b${i}`);
  const solution = row.join('\n');
  // Nine tokens are 5 runs, eight are 4, seven are 3.
  const nine = (from: number) => row.slice(from, from + 3).join('\n');
  const eight = (from: number) => nine(from).replace(/^\w+/, '');
  const seven = (from: number) => eight(from).replace(/\w+$/, '');

  test('from a quarter on', () => {
    const [a, b] = [nine(0), nine(5)];
    expect(leakIn([a, b, eight(10)].join(' so '), solution)).toBe('quoted solution');
    expect(leakIn([a, b, seven(10)].join(' so '), solution)).toBeNull();
  });

  test('said in prose, or in code with comments', () => {
    const pieces = [nine(0), nine(5), nine(10)];
    const commented = pieces.map((piece) => piece.replaceAll('\n', '  # and\n')).join('\npass\n');
    expect(leakIn(fence(commented), solution)).toBe('quoted solution');
    expect(leakIn(commented, solution)).toBeNull();
  });

  test('of four runs and more, or of all there are', () => {
    // Twelve tokens are 8 runs; two of them are a quarter.
    const short = row.slice(0, 4).join('\n');
    expect(leakIn('a0 = b0 a1 =', short)).toBeNull();
    expect(leakIn('a0 = b0 a1 = b1 a2', short)).toBeNull();
    expect(leakIn('a0 = b0 a1 = b1 a2 =', short)).toBe('quoted solution');
    // Six tokens are 2 runs.
    const shorter = row.slice(0, 2).join('\n');
    expect(leakIn('a0 = b0 a1 = b1', shorter)).toBe('quoted solution');
    expect(leakIn('a0 = b0 a1 =', shorter)).toBeNull();
  });

  test('counted of what is news', () => {
    // All but the last four lines are known: 12 tokens and the 4 before them, 12 runs.
    const open = {previousCode: row.slice(0, 16).join('\n')};
    expect(leakIn('a16 = b16 a17 = b17 a18 =', solution, open)).toBe('quoted solution');
    expect(leakIn('a16 = b16 a17 = b17 a18 =', solution)).toBeNull();
    expect(leakIn(nine(0), solution, {previousCode: solution})).toBeNull();
  });
});

describe('a quotation with other names', () => {
  // Each sign once, so that each run of six is another: 20 tokens, 15 runs; 60% are 9.
  const signs = ['+', '-', '*', '/', '%', '&', '|', '^', '<', '>'];
  const chain = (name: string, terms: number) =>
    Array.from({length: terms}, (_, i) => `${name}${i} ${signs[i] ?? ''}`).join(' ');
  const solution = chain('x', 10);

  test('is one from 60% of the runs on', () => {
    // Fourteen tokens are 9 runs, thirteen 8.
    expect(leakIn(fence(chain('y', 7)), solution)).toBe('quoted solution');
    expect(leakIn(fence(`${chain('y', 6)} y6`), solution)).toBeNull();
  });

  test('is none in prose, nor where the code under review goes like that', () => {
    expect(leakIn(chain('y', 10), solution)).toBeNull();
    expect(leakIn(fence(chain('y', 10)), solution, {previousCode: chain('z', 11)})).toBeNull();
  });

  test('is one with other values, too', () => {
    expect(leakIn(fence(chain('7', 10)), chain('8', 11))).toBe('quoted solution');
    expect(leakIn(fence(chain('y', 10)), chain('8', 11))).toBeNull();
  });
});
