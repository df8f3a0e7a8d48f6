import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';
import {describe, expect, test} from 'vitest';
import {withoutEndTokens} from '../src/conversation/answer/end-tokens.js';
import {piecesOf} from '../src/conversation/answer/pieces.js';
import {withoutReasoning} from '../src/conversation/answer/reasoning.js';
import {undressed} from '../src/conversation/answer/undressed.js';
import {modulesNeeded} from '../src/environment/missing-modules.js';
import {blindTokens} from '../src/feedback/code-tokens.js';
import {functionsIn, pythonLines} from '../src/feedback/python-lines.js';
import {codeParts} from '../src/feedback/quoted-code.js';
import {findDuplicateKey} from '../src/files/duplicate-key.js';
import {packagePath} from '../src/files/package-root.js';
import {createTierChoice, mayWait} from '../src/judging/server/preload.js';
import {refusedSetting} from '../src/model/endpoint/refused-setting.js';
import {definesEntryPoint} from '../src/problem/problem.js';
import {forLine, forMarkdown, forMarkdownParagraph} from '../src/report/sanitise.js';
import {parseLines} from '../src/simulation/python-text.js';

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
  withoutEndTokens,
  piecesOf: (text) => piecesOf(text, () => false),
  withoutReasoning,
  undressed,
  modulesNeeded: (test) => modulesNeeded({libs: '', test}),
  refusedSetting: (message) =>
    refusedSetting(400, {message, code: '', type: '', param: ''}, {fields: ['n'], system: true}),
  definesEntryPoint: (text) => definesEntryPoint(text, 'a'),
  parseLines,
};

/** Files that put a pattern together, which is tried through a reader above, or why none is. */
const made: {[file: string]: keyof typeof readers | {why: string}} = {
  'conversation/answer/body.ts': {why: 'reads a line of a suite'},
  'conversation/answer/end-tokens.ts': 'withoutEndTokens',
  'conversation/answer/pieces.ts': 'piecesOf',
  'conversation/answer/reasoning.ts': 'withoutReasoning',
  'conversation/answer/undressed.ts': 'undressed',
  'environment/missing-modules.ts': 'modulesNeeded',
  'judging/queue/redis.ts': {why: 'reads numbers of the queue that the user named'},
  'judging/server/preload.ts': 'mayWait',
  'model/endpoint/proxy.ts': {why: 'reads the name of a host, of a user’s own patterns'},
  'model/endpoint/refused-setting.ts': 'refusedSetting',
  'problem/problem.ts': 'definesEntryPoint',
  'simulation/python-text.ts': 'parseLines',
};

/** Files whose patterns are linear for what they read alone, which a reader above shows. */
const linearForTheirs: {[file: string]: keyof typeof readers} = {
  'files/duplicate-key.ts': 'findDuplicateKey',
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

type Written = {file: string; pattern: RegExp | null};

/** Every pattern in a source; null for one that is put together there. */
function patternsIn(file: string): Written[] {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const text = readFileSync(join(packagePath('src'), file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kind);
  const found: Written[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({file, pattern: throughout(node.text)});
    else if (ts.isNewExpression(node) || ts.isCallExpression(node))
      if (ts.isIdentifier(node.expression) && node.expression.text === 'RegExp')
        found.push({file, pattern: null});
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The pattern of a literal, to be looked for all over a text. */
function throughout(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  const flags = literal.slice(end + 1).replace(/[gy]/g, '');
  return new RegExp(literal.slice(1, end), `${flags}g`);
}

const written = readdirSync(packagePath('src'), {recursive: true, encoding: 'utf8'})
  .filter((name) => /\.tsx?$/.test(name))
  .sort()
  .flatMap(patternsIn);

/** What a pattern may come upon again and again: its own words and signs. */
function unitsOf({source}: RegExp): string[] {
  const plain = source
    .replace(/\\n/g, '\n')
    .replace(/\\[a-zA-Z]/g, ' ')
    .replace(/\\(.)/g, '$1');
  const words = plain.split(/[^A-Za-z0-9]+/);
  const runs = plain.split(/[\s()[\]|?*+{}^$]+/);
  const own = [...words, ...runs].filter((unit) => unit !== '');
  return [...new Set([...repeated, ...plain, ...own, ...own.map((unit) => `${unit} `)])];
}

function countOf(pattern: RegExp, text: string): number {
  return Array.from(text.matchAll(pattern)).length;
}

test('every pattern takes time in proportion to the text, whatever stands in it', () => {
  const slow = written.flatMap(({file, pattern}) => {
    if (pattern === null || Object.hasOwn(linearForTheirs, file)) return [];
    const read = (text: string) => countOf(pattern, text);
    return unitsOf(pattern)
      .filter((unit) => !ends.every((end) => isLinear(read, unit, end)))
      .map((unit) => [file, pattern.source, unit]);
  });
  expect(written.length).toBeGreaterThan(300);
  expect(slow).toEqual([]);
});

test('every file that puts a pattern together has a reader here, or a reason', () => {
  const files = written.filter(({pattern}) => pattern === null).map(({file}) => file);
  expect([...new Set(files)]).toEqual(Object.keys(made));
});

test('a pattern that is not linear is seen', () => {
  const quadratic = (text: string) => text.replace(/\s*\n\s*/g, ' ');
  expect(isLinear(quadratic, ' ', 'x')).toBe(false);
});
