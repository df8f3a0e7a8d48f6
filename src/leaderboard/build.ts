import {join} from 'node:path';
import {stringify} from 'csv-stringify/sync';
import {UsageError} from '../errors.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {flag, text} from '../options/fields.js';
import {boardOf} from './board.js';
import type {BoardAgreement, BoardFile, BoardRow} from './board-file.js';
import type {BoardEntry} from './entry.js';
import {openEntryReports} from './entry-report.js';
import {boardPage} from './page/page.js';
import {type EntriesOptions, type RefusedEntry, readEntries} from './read-entries.js';
import {openSite} from './site.js';

export type BuildLeaderboardOptions = EntriesOptions & {
  /** Folder of the site. */
  out: string;
  /** Whether the published tables stand on it as well. Default true. */
  published?: boolean | undefined;
  /** Whether each entry without a fault has a page of its own. Default true. */
  reports?: boolean | undefined;
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
  reports: flag.optional(),
});
const checkSchema = optionsOf<EntriesOptions>(fields);

export type BuiltLeaderboard = {
  path: string;
  entries: number;
  /** Entries that were made anew; the others’ bundles had not changed. */
  made: number;
  /** How static suits live, of the models that have both. */
  agreements: BoardAgreement[];
  refused: RefusedEntry[];
};

/**
 * Makes the site of a board from a folder of bundles: a page that works from disk, a page and the
 * bundle of each entry, what each problem adds to it, and everything as JSON and CSV. Built again
 * into the same folder, only what changed is checked anew.
 * @throws {UsageError} for a folder that is not there, or that holds the site; {FileFormatError}
 * for a damaged `rules.json`, or a result of verifying that was changed.
 * @example
 * const {entries, refused} = await buildLeaderboard({directory: 'board', out: 'site'});
 * console.log(entries, refused.length);
 */
export async function buildLeaderboard(
  options: BuildLeaderboardOptions,
): Promise<BuiltLeaderboard> {
  checkOptions('buildLeaderboard', buildSchema, options);
  const {out, published = true, reports = true, ...reading} = options;
  const {directory} = options;
  const writeReport = reports ? await openEntryReports(reading) : null;
  const site = openSite(out, {directory, writeReport});
  const {entries, refused, board, made} = await readEntries(reading, site);
  const barred = new Set(refused.map(({file}) => file));
  const shown = entries.filter(({file}) => !barred.has(file));
  const files = new Set(shown.map(({file}) => file));
  site.keepOnly(files);
  const {rows, agreements} = boardOf(shown, {
    leftOutAtMost: board.left_out_at_most ?? 0,
    withPublished: published,
    reported: new Set([...files].filter((file) => site.has('reports', file))),
  });
  if (rows.length === 0)
    throw new UsageError(`${directory}: no bundle (….tar.gz) that can stand on a board`);
  const format = {format: 'convcodebench-leaderboard', format_version: 1} as const;
  const file: BoardFile = {...format, rows, agreements, refused};
  writeJson(join(out, 'leaderboard.json'), file);
  writeAtomically(join(out, 'leaderboard.csv'), [csvOf(rows)]);
  const path = join(out, 'index.html');
  writeAtomically(path, [boardPage({rows, agreements})]);
  return {path, entries: shown.length, made, agreements, refused};
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
