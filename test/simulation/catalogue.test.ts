import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {FileFormatError} from '../../src/errors.js';
import type {Bug} from '../../src/simulation/bug.js';
import {
  createCatalogue,
  readCatalogue,
  starterCataloguePath,
} from '../../src/simulation/catalogue.js';
import {starterWorld} from './starter-world.js';

const {suite, catalogue} = await starterWorld();
const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, {recursive: true}));

const lines = readFileSync(starterCataloguePath, 'utf8').trimEnd().split('\n');
const bug: Bug = JSON.parse(lines[0] ?? '');

async function reading(...bugs: unknown[]): Promise<unknown> {
  const path = join(folder, 'bugs.jsonl');
  writeFileSync(path, bugs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return readCatalogue(path, suite).catch((error: unknown) => error);
}

describe('the starter catalogue', () => {
  test('has four to six bugs a problem, in source order', () => {
    for (const problem of suite.problems) {
      const bugs = catalogue.bugsOf(problem.task_id);
      expect(bugs.length).toBeGreaterThanOrEqual(4);
      expect(bugs.length).toBeLessThanOrEqual(6);
      const places = bugs.map(({find}) => problem.canonical_solution.indexOf(find));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  test('has a hash that any change of a bug changes, and the order of the file does not', () => {
    const bugs = new Map(
      suite.problems.map(({task_id}) => [task_id, [...catalogue.bugsOf(task_id)].reverse()]),
    );
    expect(createCatalogue(suite, bugs).hash).toBe(catalogue.hash);
    bugs.set(bug.task_id, [{...bug, hint: `${bug.hint} Really.`}]);
    expect(createCatalogue(suite, bugs).hash).not.toBe(catalogue.hash);
  });
});

test.each([
  [
    'an unknown problem',
    [{...bug, task_id: 'Starter/99'}],
    ':1: task_id: the suite has no problem Starter/99',
  ],
  [
    'a find that is not there',
    [{...bug, find: 'no such text'}],
    ':1: find: must occur exactly once',
  ],
  ['an edit that changes nothing', [{...bug, replace: bug.find}], ':1: replace: is what find is'],
  ['the same name twice', [bug, bug], `:2: name: ${bug.task_id} has a bug ${bug.name} already`],
  ['overlapping edits', [bug, {...bug, name: 'other'}], `:2: find: overlaps the edit ${bug.name}`],
  ['a missing field', [{...bug, hint: undefined}], ':1: hint: '],
])('a catalogue with %s is refused with line and field', async (_, bugs, message) => {
  const error = await reading(...bugs);
  expect(error).toBeInstanceOf(FileFormatError);
  expect(String(error)).toContain(message);
});
