import {readdirSync, readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {describe, expect, test} from 'vitest';

/** A declaration at the start of a line; `type Name,` is an entry of an import over many lines. */
const declaration =
  /^[ \t]*(?:export )?(?:declare )?(?:abstract )?(?:type|interface|class|(?:const )?enum) (\w+)\b(?!,| as )/gm;

/** Each type name that `sources` (text by path) declare more than once, with all its places. */
function declaredTwice(sources: Readonly<Record<string, string>>): string[] {
  const paths = new Map<string, string[]>();
  for (const [path, source] of Object.entries(sources))
    for (const [, name = ''] of source.matchAll(declaration))
      paths.set(name, [...(paths.get(name) ?? []), path]);
  return [...paths]
    .filter(([, its]) => its.length > 1)
    .map(([name, its]) => `${name}: ${its.join(', ')}`);
}

function readSources(): Record<string, string> {
  const paths = readdirSync('src', {recursive: true, encoding: 'utf8'})
    .map((name) => posix.join('src', name.replaceAll('\\', '/')))
    .filter((path) => /\.tsx?$/.test(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

describe('one word for one thing', () => {
  test('no type name is declared twice in src, exported or not', () => {
    const sources = readSources();
    const names = Object.values(sources).flatMap((source) => [...source.matchAll(declaration)]);
    expect(names.length).toBeGreaterThan(300);
    expect(declaredTwice(sources)).toEqual([]);
  });

  test.each([
    ['an exported type', 'export type Place = {turn: number};'],
    ['one of the file alone', 'type Place = {turn: number};'],
    ['one with parameters', 'export type Place<T> = {turn: T};'],
    ['one that goes on in the next line', 'type Place =\n  | 1\n  | 2;'],
    ['one inside a function', 'function f() {\n  type Place = 1;\n}'],
    ['an interface', 'export interface Place {\n}'],
    ['a class', 'export class Place extends Error {\n}'],
    ['an abstract class', 'export abstract class Place {\n}'],
    ['an enum', 'const enum Place {\n}'],
  ])('the test of it sees %s', (_, source) => {
    const sources = {'src/a.ts': 'export type Place = {task_id: string};', 'src/b.ts': source};
    expect(declaredTwice(sources)).toEqual(['Place: src/a.ts, src/b.ts']);
  });

  test('an import, a re-export or a longer name is no second declaration', () => {
    const sources = {
      'src/a.ts': 'export type Place = {task_id: string};',
      'src/b.ts': "import {\n  type Place,\n  type Place as Slot,\n} from './a.js';",
      'src/c.ts': "export type {Place} from './a.js';\nexport {type Place as Slot} from './a.js';",
      'src/d.ts': 'type PlaceOfRun = 1;\n/** A type Place = 1 of prose. */',
    };
    expect(declaredTwice(sources)).toEqual([]);
  });
});
