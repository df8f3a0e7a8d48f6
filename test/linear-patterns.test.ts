import {describe, expect, test} from 'vitest';
import {blindTokens} from '../src/feedback/code-tokens.js';
import {functionsIn, pythonLines} from '../src/feedback/python-lines.js';
import {codeParts} from '../src/feedback/quoted-code.js';
import {findDuplicateKey} from '../src/files/duplicate-key.js';
import {createTierChoice, mayWait} from '../src/judging/server/preload.js';
import {forLine, forMarkdown, forMarkdownParagraph} from '../src/report/sanitise.js';

const candidateOf = (text: string) => ({
  prelude: text,
  program: text,
  test: text,
  entryPoint: 'f',
  timeLimitMs: 1000,
});

/** What reads text that a stranger, a model or a program wrote. */
const readers: {[name: string]: (text: string) => unknown} = {
  findDuplicateKey: (text) => findDuplicateKey(JSON.stringify({[text]: text})),
  blindTokens,
  functionsIn,
  pythonLines,
  codeParts,
  forLine,
  forMarkdown,
  forMarkdownParagraph,
  chooseTier: (text) => createTierChoice(9)(candidateOf(text)),
  mayWait: (text) => mayWait(candidateOf(text)),
};

/** Each is repeated; the end that follows keeps a pattern from coming to its own. */
const repeated = [
  ...[' ', '\n', '\r', '\t', 'a', '`', '~', '/', '(', '*', '>', '"', "'", '\\"', '"""'],
  ...['\\\'\\"', "'''\n", "''\n'''\"\n", '```\n', '`````\n', '<- ', '\t<-\t', '](', '&a'],
  ...['def f(', 'def f(\n', 'def f(a\n', '    def x(a\n', 'import ', 'import a, ', 'from \n'],
];
const ends = ['', '\u2028!'];

/** CPU time in ms: what else runs here hardly counts. */
function cpuMs(read: () => unknown): number {
  const before = process.cpuUsage();
  read();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A text four times as long may take eight times as long: sixteen times is quadratic. */
function isLinear(read: (text: string) => unknown, unit: string, end: string): boolean {
  const text = (length: number) => unit.repeat(Math.ceil(length / unit.length)) + end;
  const [short, long] = [text(5000), text(20_000)];
  const fastest = (given: string, tries: number) =>
    Math.min(...Array.from({length: tries}, () => cpuMs(() => read(given))));
  const isFast = (tries: number) => fastest(long, tries) < 8 * fastest(short, tries);
  // A collection of garbage may fall into each of a few.
  return cpuMs(() => read(long)) < 15 || isFast(3) || isFast(12);
}

describe.each(Object.entries(readers))('%s', (_name, read) => {
  test('takes time in proportion to the text, whatever it repeats', () => {
    const slow = repeated.flatMap((unit) =>
      ends.filter((end) => !isLinear(read, unit, end)).map((end) => [unit, end]),
    );
    expect(slow).toEqual([]);
  });
});

test('a pattern that is not linear is seen', () => {
  const quadratic = (text: string) => text.replace(/\s*\n\s*/g, ' ');
  expect(isLinear(quadratic, ' ', 'x')).toBe(false);
});
