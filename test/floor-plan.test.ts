import {readdirSync, readFileSync} from 'node:fs';
import {basename, join, posix} from 'node:path';
import {describe, expect, test} from 'vitest';

/**
 * DESIGN.md, section 6, top to bottom: data flows down, so a room knows itself and the rooms above
 * it.
 */
const rooms = [
  'errors',
  'options',
  'files',
  'problem',
  'log',
  'model',
  'judging',
  'environment',
  'run',
  'feedback',
  'conversation',
  'simulation',
  'score',
  'interchange',
  'open',
  'worker',
  'session',
  'replay',
  'generate',
  'rejudge',
  'execute',
  'shards',
  'doctor',
  'correlate',
  'submission',
  'list',
  'show',
  'compare',
  'report',
  'leaderboard',
  'sweep',
  'view',
  'quickstart',
  'api',
  'commands',
];
/** On top of all rooms: the program, the library, and nothing else. */
const doors = ['cli', 'index'];

type Arrow = {from: string; to: string; source: string; target: string; line: string};

/**
 * Every arrow from a source file to a file of ours: static, type-only and dynamic imports and
 * re-exports alike.
 */
function arrows(path: string, source: string): Arrow[] {
  const found = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])(\.[^'"]*)\1/g);
  return Array.from(found, ([, , specifier = '']) => {
    const target = posix.join(posix.dirname(path), specifier);
    const line = `${path} -> ${target}`;
    return {from: roomOf(path), to: roomOf(target), source: path, target, line};
  });
}

/**
 * `src/log/read-log.ts` -> `log`; a file in `src` itself is a room by its name; what is outside is
 * no room.
 */
function roomOf(path: string): string {
  const [top, room = '', ...rest] = path.split('/');
  if (top !== 'src') return `outside (${path})`;
  return rest.length === 0 ? basename(room).replace(/\.[jt]s$/, '') : room;
}

function isAllowed({from, to}: Arrow): boolean {
  if (doors.includes(from)) return rooms.includes(to);
  return from === to || (rooms.includes(to) && rooms.indexOf(to) < rooms.indexOf(from));
}

/** The source file that an import names. */
function sourceOf(target: string): string {
  const file = target.replace(/\.js$/, '.ts');
  return sources.includes(`${file}x`) ? `${file}x` : file;
}

/** The files of every circle, each circle once, from its first file in the alphabet on. */
function circles(graph: readonly Arrow[]): string[] {
  const targets = new Map<string, string[]>();
  for (const {source, target} of graph) {
    const file = sourceOf(target);
    targets.set(source, [...(targets.get(source) ?? []), file]);
  }
  const found = new Set<string>();
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) found.add(fromFirst(way.slice(at)).join(' -> '));
    if (at !== -1 || done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return [...found];
}

function fromFirst(circle: readonly string[]): string[] {
  const at = circle.indexOf(circle.toSorted()[0] ?? '');
  return [...circle.slice(at), ...circle.slice(0, at)];
}

const sources = readdirSync('src', {recursive: true, encoding: 'utf8'})
  .map((name) => posix.join('src', name.replaceAll('\\', '/')))
  .filter((path) => /\.tsx?$/.test(path));
const graph = sources.flatMap((path) => arrows(path, readFileSync(join(path), 'utf8')));

describe('the floor plan', () => {
  test('has a place for every source file', () => {
    expect(sources.filter((path) => ![...rooms, ...doors].includes(roomOf(path)))).toEqual([]);
  });

  test('is kept by the import graph: a room imports itself and rooms above it only', () => {
    expect(graph.length).toBeGreaterThan(100);
    expect(graph.filter((arrow) => !isAllowed(arrow)).map(({line}) => line)).toEqual([]);
  });

  test('has no two files that import each other in a circle, inside a room neither', () => {
    expect(circles(graph)).toEqual([]);
  });
});

describe('the test of the floor plan sees', () => {
  const complaints = (path: string, source: string) =>
    arrows(path, source)
      .filter((arrow) => !isAllowed(arrow))
      .map(({line}) => line);

  test.each([
    ['an import from a room below', "import {a} from '../report/table.js';", 'src/report/table.js'],
    ['one of a type', "import type {A} from '../report/table.js';", 'src/report/table.js'],
    [
      'one over several lines',
      "import {\n  a,\n  b,\n} from '../report/table.js';",
      'src/report/table.js',
    ],
    ['one for its effects', "import '../report/table.js';", 'src/report/table.js'],
    ['a dynamic one', "const {a} = await import('../report/table.js');", 'src/report/table.js'],
    ['a type of a dynamic one', "let a: import('../report/table.js').A;", 'src/report/table.js'],
    ['a re-export', "export * from '../report/table.js';", 'src/report/table.js'],
    ['a door', "import {a} from '../index.js';", 'src/index.js'],
    ['what is outside', "import {a} from '../../scripts/build.js';", 'scripts/build.js'],
  ])('%s', (_, source, target) => {
    expect(complaints('src/score/mrr.ts', source)).toEqual([`src/score/mrr.ts -> ${target}`]);
  });

  test('no fault in a room’s own files, rooms above it and packages', () => {
    const source =
      "import {z} from 'zod';\nimport {a} from './recall.js';\nimport {b} from '../run/verdict-row.js';\nimport {c} from '../errors.js';";
    expect(complaints('src/score/mrr.ts', source)).toEqual([]);
    expect(complaints('src/cli.ts', "import {a} from './commands/list.js';")).toEqual([]);
  });

  test('a circle of two files, of three, of a file with itself, and none where ways only meet', () => {
    const graphOf = (files: {[path: string]: string}) =>
      Object.entries(files).flatMap(([path, source]) => arrows(path, source));
    const [a, b, c] = ['src/log/a.ts', 'src/log/b.ts', 'src/log/c.ts'];
    const [toA, toB, toC] = [
      "import './a.js';",
      "import type {B} from './b.js';",
      "import './c.js';",
    ];
    expect(circles(graphOf({[a]: toB, [b]: toA}))).toEqual([`${a} -> ${b}`]);
    expect(circles(graphOf({[b]: toC, [c]: toA, [a]: toB}))).toEqual([`${a} -> ${b} -> ${c}`]);
    expect(circles(graphOf({[a]: toA}))).toEqual([a]);
    expect(circles(graphOf({[a]: `${toB}\n${toC}`, [b]: toC}))).toEqual([]);
  });
});
