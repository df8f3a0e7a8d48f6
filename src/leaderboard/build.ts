import {copyFileSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {stringify} from 'csv-stringify/sync';
import {UsageError} from '../errors.js';
import {makeDirectory, makeOwnDirectory} from '../files/make-directory.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {flag, text} from '../options/fields.js';
import {type BoardRow, boardRows} from './board.js';
import type {BoardEntry} from './entry.js';
import {boardPage} from './page/page.js';
import {bundleName, type EntriesOptions, type RefusedEntry, readEntries} from './read-entries.js';

export type BuildLeaderboardOptions = EntriesOptions & {
  /** Folder of the site. */
  out: string;
  /** Whether the published tables stand on it as well. Default true. */
  published?: boolean | undefined;
};

const fields = {
  directory: text,
  rules: text.optional(),
  log: text.optional(),
  suite: text.optional(),
  prompts: text.optional(),
};
const buildSchema = optionsOf<BuildLeaderboardOptions>({
  ...fields,
  out: text,
  published: flag.optional(),
});
const checkSchema = optionsOf<EntriesOptions>(fields);

export type BuiltLeaderboard = {
  path: string;
  entries: number;
  /** Entries that were made anew; the others’ bundles had not changed. */
  made: number;
  refused: RefusedEntry[];
};

/**
 * Makes the site of a board from a folder of bundles: a page that works from disk, the bundles, the
 * entries with what each problem adds, and everything as JSON and CSV. Built again into the same
 * folder, only what changed is checked anew.
 * @throws {UsageError} for a folder that is not there; {FileFormatError} for a damaged
 * `rules.json`, or a result of verifying that was changed.
 * @example
 * const {entries, refused} = await buildLeaderboard({directory: 'board', out: 'site'});
 * console.log(entries, refused.length);
 */
export async function buildLeaderboard(
  options: BuildLeaderboardOptions,
): Promise<BuiltLeaderboard> {
  checkOptions('buildLeaderboard', buildSchema, options);
  const {out, published = true, ...reading} = options;
  makeDirectory(out);
  for (const folder of ['entries', 'bundles']) makeOwnDirectory(join(out, folder));
  const {entries, refused, board, made} = await readEntries(reading, join(out, 'entries'));
  const barred = new Set(refused.map(({file}) => file));
  const shown = entries.filter(({file}) => !barred.has(file));
  for (const {file} of shown)
    copyFileSync(join(options.directory, file), join(out, 'bundles', file));
  removeGone(out, new Set(shown.map(({file}) => file)));
  const rows = boardRows(shown, {
    leftOutAtMost: board.left_out_at_most ?? 0,
    withPublished: published,
  });
  if (rows.length === 0)
    throw new UsageError(`${options.directory}: no bundle (….tar.gz) that can stand on a board`);
  writeJson(join(out, 'leaderboard.json'), {
    format: 'convcodebench-leaderboard',
    format_version: 1,
    rows,
    refused,
  });
  writeAtomically(join(out, 'leaderboard.csv'), [csvOf(rows)]);
  const path = join(out, 'index.html');
  writeAtomically(path, [boardPage(rows)]);
  return {path, entries: shown.length, made, refused};
}

/** What an earlier call left of bundles that are not on the board any more. */
function removeGone(out: string, files: ReadonlySet<string>): void {
  for (const name of readdirSync(join(out, 'bundles')))
    if (bundleName.test(name) && !files.has(name)) rmSync(join(out, 'bundles', name));
  for (const name of readdirSync(join(out, 'entries'))) {
    const file = name.replace(/\.json$/, '');
    if (bundleName.test(file) && !files.has(file)) rmSync(join(out, 'entries', name));
  }
}

function csvOf(rows: readonly BoardRow[]): string {
  const flat = rows.map(({rank, live, cost, ...row}) => ({
    ...row,
    rank: rank?.rank ?? null,
    rank_low: rank?.low ?? null,
    rank_high: rank?.high ?? null,
    live: live?.value ?? null,
    live_from: live?.from ?? null,
    live_revision: live?.revision ?? null,
    cost: cost?.amount ?? null,
    currency: cost?.currency ?? null,
  }));
  return stringify(flat, {header: true, escape_formulas: true});
}

export type CheckedLeaderboard = {
  entries: Pick<BoardEntry, 'file' | 'model' | 'level' | 'faults'>[];
  refused: RefusedEntry[];
  /** Whether every bundle can be taken. */
  sound: boolean;
};

/**
 * What a reviewer of a board has to know: what is wrong with its bundles, and with the folder.
 * @throws as `buildLeaderboard`.
 */
export async function checkLeaderboard(options: EntriesOptions): Promise<CheckedLeaderboard> {
  checkOptions('checkLeaderboard', checkSchema, options);
  const {entries, refused} = await readEntries(options);
  return {
    entries: entries.map(({file, model, level, faults}) => ({file, model, level, faults})),
    refused,
    sound: refused.length === 0 && entries.every(({faults}) => faults.length === 0),
  };
}
