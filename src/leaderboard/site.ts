import {copyFileSync, existsSync, readdirSync, realpathSync, rmSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {stringify} from 'csv-stringify/sync';
import {FileFormatError, UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {makeDirectory, makeOwnDirectory} from '../files/make-directory.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {option} from '../options/option-name.js';
import {type BoardEntry, boardEntrySchema} from './entry.js';
import type {WriteEntryReport} from './entry-report.js';
import {bundleName, type KeptEntries} from './read-entries.js';

/** The folders of a site, and how a file for a bundle ends there. */
const endings = {bundles: '', entries: '.json', problems: '.csv', reports: '.html'} as const;

const folders = ['bundles', 'entries', 'problems', 'reports'] as const;

type SiteFolder = (typeof folders)[number];

export type Site = KeptEntries & {
  /** Whether it has a file for that bundle. */
  has(folder: SiteFolder, file: string): boolean;
  /** Takes out what an earlier build left of bundles other than these. */
  keepOnly(files: ReadonlySet<string>): void;
};

/**
 * The folders of a site, made where they are not there. What belongs to a bundle is written when
 * its entry is, and the entry last, so that a build that was killed makes it anew.
 * @param writeReport null for a site without pages of entries.
 * @throws {UsageError} where the bundles stand in the folder of the site, or it holds what is no
 * board, or cannot be made.
 */
export function openSite(
  out: string,
  {directory, writeReport}: {directory: string; writeReport: WriteEntryReport | null},
): Site {
  refuseFolderOfBundles(out, directory);
  refuseFolderOfOthers(out);
  makeDirectory(out);
  for (const folder of folders) makeOwnDirectory(join(out, folder));
  const pathOf = (folder: SiteFolder, file: string) =>
    join(out, folder, `${file}${endings[folder]}`);
  const has = (folder: SiteFolder, file: string) => existsSync(pathOf(folder, file));
  const wants = (folder: SiteFolder, {faults}: BoardEntry) =>
    folder !== 'reports' || (writeReport !== null && faults.length === 0);
  return {
    has,
    read(file) {
      if (!has('entries', file)) return null;
      const entry = readEntry(pathOf('entries', file));
      if (entry === null) return null;
      return folders.every((folder) => !wants(folder, entry) || has(folder, file)) ? entry : null;
    },
    async write(entry, bundle) {
      const {file} = entry;
      copyFileSync(bundle.path, pathOf('bundles', file));
      writeAtomically(pathOf('problems', file), [problemsCsv(entry)]);
      if (wants('reports', entry)) await writeReport?.(bundle, pathOf('reports', file));
      else rmSync(pathOf('reports', file), {force: true});
      writeJson(pathOf('entries', file), entry);
    },
    keepOnly(files) {
      for (const folder of folders)
        for (const name of readdirSync(join(out, folder))) {
          const file = name.slice(0, name.length - endings[folder].length);
          const isWanted = files.has(file) && (folder !== 'reports' || writeReport !== null);
          if (bundleName.test(file) && !isWanted) rmSync(join(out, folder, name));
        }
    },
  };
}

/** Null for one that is damaged, or of another version: it is made again. */
function readEntry(path: string): BoardEntry | null {
  try {
    return readJson(path, boardEntrySchema);
  } catch (error) {
    if (error instanceof FileFormatError) return null;
    throw error;
  }
}

function refuseFolderOfBundles(out: string, directory: string): void {
  if (!existsSync(out) || !existsSync(directory)) return;
  const way = relative(realpathSync(out), realpathSync(directory));
  if (way === '..' || way.startsWith(`..${sep}`)) return;
  throw new UsageError(
    `${option('out')} ${out}: holds the bundles; give the site a folder of its own`,
  );
}

function refuseFolderOfOthers(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0 || existsSync(join(out, 'entries'))) return;
  throw new UsageError(
    `${out}: is there already, not empty, and no board; choose another ${option('out')}`,
  );
}

/** A line per scenario and problem: what it adds to each score, empty where that is not known. */
function problemsCsv({scenarios}: BoardEntry): string {
  const records = Object.entries(scenarios).flatMap(([scenario, {tasks, values}]) =>
    tasks.map((task_id, at) => ({
      scenario,
      task_id,
      mrr: values.mrr[at],
      recall: values.recall[at],
    })),
  );
  const columns = ['scenario', 'task_id', 'mrr', 'recall'];
  return stringify(records, {header: true, columns, escape_formulas: true});
}
