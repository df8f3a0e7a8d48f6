import type {Problem} from '../../src/problem/problem.js';

/**
 * Lines of a problem's tests that stand in `text`: short ones as a line of their own, others
 * anywhere. Left out is what nobody has to hide: lines that stand in one of `known` too, and those
 * without a word.
 */
export function testLinesIn(text: string, {test}: Problem, known: readonly string[]): string[] {
  const lines = new Set(trimmedLines(text));
  const secret = trimmedLines(test).filter(
    (line) => /\w{2}/.test(line) && !known.some((each) => each.includes(line)),
  );
  return [...new Set(secret)].filter(
    (line) => lines.has(line) || (line.length >= 12 && text.includes(line)),
  );
}

function trimmedLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
