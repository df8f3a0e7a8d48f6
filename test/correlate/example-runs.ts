import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {toJsonLine} from '../../src/files/jsonl.js';
import type {ScenarioId} from '../../src/problem/scenario.js';
import type {RunManifest} from '../../src/run/run-manifest.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {liveRows, staticRows} from '../score/rows.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';

/** Per problem what became of it, a letter a turn, as `staticRows` and `liveRows` read them. */
export type Courses = {[taskId: string]: string};

export type ExampleRun = {
  model: string;
  own: Courses;
  scenario?: ScenarioId;
  changes?: Partial<RunManifest>;
};

/**
 * The reference's course where a test does not say: it never solves anything, so nobody gets
 * credit.
 */
const never = 'F';

/** Writes a finished static run into `directory` and returns it. */
export function writeStaticRun(
  directory: string,
  {
    model,
    own,
    scenario = 'CF_SEF',
    changes = {},
    reference = {},
  }: ExampleRun & {reference?: Courses},
): string {
  const rows = Object.entries(own).flatMap(([task, course]) =>
    staticRows({task, own: course, reference: reference[task] ?? never, scenario}),
  );
  return writeRun(directory, rows, {model, scenarios: [scenario], ...changes});
}

/** Writes a finished live run into `directory` and returns it. */
export function writeLiveRun(
  directory: string,
  {model, own, scenario = 'CF_SEF', changes = {}}: ExampleRun,
): string {
  const rows = Object.entries(own).flatMap(([task, course]) =>
    liveRows({task, own: course, scenario}),
  );
  return writeRun(directory, rows, {
    verb: 'generate',
    log: null,
    model,
    scenarios: [scenario],
    ...changes,
  });
}

function writeRun(
  directory: string,
  given: readonly VerdictRow[],
  changes: Partial<RunManifest>,
): string {
  mkdirSync(directory, {recursive: true});
  const rows = given.map(asWritten);
  const count = (origin: VerdictRow['origin']) =>
    rows.filter((row) => row.origin === origin).length;
  const counted = {places: rows.length, answered: count('answered'), missing: count('missing')};
  const manifest = exampleManifest({totals: {...exampleTotals, ...counted}, ...changes});
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'verdicts.jsonl'), rows.map((row) => toJsonLine(row)).join(''));
  return directory;
}

/** With what a run tells of an answer, and of none. */
function asWritten(row: VerdictRow): VerdictRow {
  if (row.origin === 'answered') return {...row, request: 'a'.repeat(64), found: 'block'};
  return row.origin === 'missing' ? {...row, missing: 'gone'} : row;
}

/**
 * Four models with both sides over four problems, `a` the best everywhere. By MRR (1/k per problem,
 * /4): static a 1, b .5, c .25, d .125; live a 1, b .25, c .5, d .125: b and c change places.
 */
export function writeFourModels(
  root: string,
  changes: Partial<RunManifest> = {},
): {statics: string[]; lives: string[]} {
  const courses: {[model: string]: {static: string[]; live: string[]}} = {
    a: {static: ['P', 'P', 'P', 'P'], live: ['P', 'P', 'P', 'P']},
    b: {static: ['P', 'P', 'F', 'F'], live: ['P', 'F', 'F', 'F']},
    c: {static: ['P', 'F', 'F', 'F'], live: ['P', 'P', 'F', 'F']},
    d: {static: ['FP', 'F', 'F', 'F'], live: ['FP', 'F', 'F', 'F']},
  };
  const own = (letters: string[]) =>
    Object.fromEntries(letters.map((course, i) => [`T/${i}`, course]));
  const entries = Object.entries(courses);
  return {
    statics: entries.map(([model, course]) =>
      writeStaticRun(join(root, 'static', model), {model, own: own(course.static), changes}),
    ),
    lives: entries.map(([model, course]) =>
      writeLiveRun(join(root, 'live', model), {
        model,
        own: own(course.live),
        ...(changes.suite && {changes: {suite: changes.suite}}),
      }),
    ),
  };
}
