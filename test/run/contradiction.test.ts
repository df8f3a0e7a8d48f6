import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {packagePath} from '../../src/files/package-root.js';
import {contradictionIn} from '../../src/run/contradiction.js';
import {readRun} from '../../src/run/read-run.js';
import type {VerdictRow} from '../../src/run/verdict-row.js';
import {exampleRow} from '../support/example-row.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const answered = exampleRow({
  ...({origin: 'answered', status: 'fail', failures: ['ALL']} as const),
  ...({request: 'a'.repeat(64), found: 'block', trust: null, missing: null} as const),
});

test.each<[string, Partial<VerdictRow>]>([
  ['origin: answered with missing', {status: 'missing'}],
  ['missing: gone with fail', {missing: 'gone'}],
  ['request: null, but it was answered', {request: null}],
  ['found: null without an answer', {found: null}],
  ['trust: null with pass', {status: 'pass', failures: []}],
  ['trust: shared with fail', {trust: 'shared'}],
  ['failures: named for what passed', {status: 'pass', trust: 'separate'}],
])('no run writes a row with %s', (why, changes) => {
  expect(contradictionIn(answered)).toBeNull();
  expect(contradictionIn({...answered, ...changes})).toBe(why);
});

/** The run that ships, with the row of a line changed; also without what its passes come to. */
function changed(change: (row: string) => string, {passes = true} = {}): string {
  const directory = join(temporaryDirectory(), 'run');
  cpSync(packagePath('reference-runs/starter/simulated--careful'), directory, {recursive: true});
  const path = join(directory, 'verdicts.jsonl');
  const rows = readFileSync(path, 'utf8').split('\n');
  const at = rows.findIndex((row) => row.includes('"trust":"separate"'));
  rows[at] = change(rows[at] ?? '');
  writeFileSync(path, rows.join('\n'));
  if (passes) return directory;
  const file = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  delete manifest.totals.passes;
  writeFileSync(file, JSON.stringify(manifest));
  return directory;
}

test('a row that cannot be is refused by file and line', async () => {
  const directory = changed((row) => row.replace('"trust":"separate"', '"trust":null'));
  await expect(readRun(directory)).rejects.toThrow(
    /verdicts\.jsonl:\d+: trust: null with pass; restore the file, or judge/,
  );
});

test('rows that are not those that the manifest counts are refused', async () => {
  const directory = changed((row) =>
    row
      .replace('"trust":"separate"', '"trust":null')
      .replace('"status":"pass"', '"status":"fail"')
      .replace('"failures":[]', '"failures":["ALL"]'),
  );
  await expect(readRun(directory)).rejects.toThrow(
    /manifest\.json: totals\.passes\.separate: \d+, its rows come to \d+; restore/,
  );
});

test('a run that does not count its passes is held to all but their trust', async () => {
  const without = {passes: false};
  const untold = changed((row) => row.replace('"trust":"separate"', '"trust":null'), without);
  await expect(readRun(untold)).resolves.toMatchObject({label: untold});
  const named = changed((row) => row.replace('"failures":[]', '"failures":["ALL"]'), without);
  await expect(readRun(named)).rejects.toThrow('failures: named for what passed; restore');
  const lost = changed(
    (row) =>
      row
        .replace('"origin":"answered"', '"origin":"missing"')
        .replace('"status":"pass"', '"status":"missing"')
        .replace('"trust":"separate"', '"trust":null')
        .replace('"missing":null', '"missing":"gone"'),
    without,
  );
  await expect(readRun(lost)).rejects.toThrow(/totals\.missing: \d+, its rows come to \d+/);
});
