import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {readPage, section} from '../support/page.js';

it('the floor plans of CONTRIBUTING and of the design name each room', () => {
  const rooms = readdirSync(packagePath('src'), {withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .map(({name}) => name);
  const contributing = section(readPage('CONTRIBUTING.md'), '## Floor plan');
  const design = section(readPage('docs/DESIGN.md'), '## 6. Floor plan');
  expect(rooms.filter((room) => !contributing.includes(`\`src/${room}/\``))).toEqual([]);
  expect(rooms.filter((room) => !design.includes(` ${room}/`))).toEqual([]);
});

const headings = ['### A replay', '### A generate', '### An execute', '### A log import'];

describe.each(headings)('the way in CONTRIBUTING: %s', (heading) => {
  const way = filesOf(section(readPage('CONTRIBUTING.md'), heading));

  it('is more than a few files, none of them twice', () => {
    expect(way.length).toBeGreaterThan(10);
    expect(way.filter((file, i) => way.indexOf(file) !== i)).toEqual([]);
  });

  it('enters each file by an import of an earlier one', () => {
    expect(strangers(way, readImports)).toEqual([]);
  });
});

it('a file that nobody before it imports is a stranger, and so is one that comes too early', () => {
  const imports: {[file: string]: string[]} = {a: ['b'], b: ['c'], c: [], d: []};
  const importsOf = (file: string) => imports[file] ?? [];
  expect(strangers(['a', 'b', 'c'], importsOf)).toEqual([]);
  expect(strangers(['a', 'b', 'd'], importsOf)).toEqual(['d']);
  expect(strangers(['a', 'c', 'b'], importsOf)).toEqual(['c']);
});

it('the ten places that want a guide are there', () => {
  const part = section(readPage('CONTRIBUTING.md'), '## Ten places that still want a guide');
  const places = [...part.matchAll(/^\| `(src\/[^`]+)`/gm)].map(([, place]) => place ?? '');
  expect(places).toHaveLength(10);
  expect(places.filter((place) => !existsSync(packagePath(place)))).toEqual([]);
});

/** The files of a way but the first that no earlier file imports. */
function strangers(way: readonly string[], importsOf: (file: string) => string[]): string[] {
  return way.filter((file, i) => {
    return i > 0 && !way.slice(0, i).some((earlier) => importsOf(earlier).includes(file));
  });
}

function filesOf(list: string): string[] {
  return [...list.matchAll(/^\d+\. `(src\/[^`]+)`/gm)].map(([, file]) => file ?? '');
}

/** What a file imports besides types, at its top or when it is needed. */
function readImports(file: string): string[] {
  if (!existsSync(packagePath(file))) throw new Error(`${file}: no such file`);
  const text = readFileSync(packagePath(file), 'utf8').replace(/^import type [\s\S]*?;$/gm, '');
  return [...text.matchAll(/(?:from |import\()'(\.[^']+)\.js'/g)].map(
    ([, path]) => `${join(dirname(file), path ?? '')}.ts`,
  );
}
