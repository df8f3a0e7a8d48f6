import {type Dirent, existsSync, readdirSync, statSync} from 'node:fs';
import {basename, join, relative, resolve, sep} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {hasCode} from '../files/own-file.js';
import {openLog, scenarioPath, storedPath} from '../log/read-log.js';
import {scenarios} from '../problem/scenario.js';
import type {AboutLog, AboutRun, FolderListing} from '../report/html/folder-listing.js';
import {modeOf} from '../run/mode.js';
import {readRunManifest, wrongLength} from '../run/read-run.js';
import type {RunTotals} from '../run/run-manifest.js';
import {plannedSelections} from '../run/unfinished-plan.js';
import {createLineCounter, type LineCounter} from './count-lines.js';

/** Folders deeper than this below the one that is shown are not looked into. */
const deepest = 8;

/**
 * The runs and logs below a folder, with how far each has come, or what is wrong with it. No link
 * is followed: neither a folder behind one is looked into, nor a run that holds one is read.
 * @param countLines of whoever asks again and again.
 * @throws {UsageError} where there is no such folder.
 */
export async function scanFolder(
  directory: string,
  countLines: LineCounter = createLineCounter(),
): Promise<FolderListing> {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new UsageError(`${directory}: no such folder`);
  const found = manifestsBelow(directory, 0);
  const listing: FolderListing = {folder: basename(resolve(directory)), runs: [], logs: []};
  for (const each of found) {
    const path = relative(directory, each).split(sep).join('/') || '.';
    const format = formatOf(each);
    if (format === 'convcodebench-run') {
      const run = await orReason(() => aboutRun(each, countLines));
      listing.runs.push({path, ...run});
    }
    if (format === 'convcodebench-log') {
      const log = await orReason(() => aboutLog(each));
      listing.logs.push({path, ...log});
    }
  }
  return listing;
}

/** Folders that hold a manifest, or files of a run or a log, in the order of their names. */
function manifestsBelow(directory: string, depth: number): string[] {
  const entries = entriesOf(directory, depth);
  const names = entries.map(({name}) => name);
  const own = names.includes('manifest.json') || kindByFiles(names) !== null;
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .filter(({name}) => name !== 'node_modules')
    .map(({name}) => join(directory, name))
    .sort();
  return [
    ...(own ? [directory] : []),
    ...(depth < deepest ? below.flatMap((each) => manifestsBelow(each, depth + 1)) : []),
  ];
}

/** None of a folder below that is not to be read, or went away since it was named. */
function entriesOf(directory: string, depth: number): Dirent[] {
  try {
    return readdirSync(directory, {withFileTypes: true});
  } catch (error) {
    if (depth > 0 && hasCode(error, 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

const runsOwn = 'verdicts.jsonl';
const logsOwn = new Set(scenarios.flatMap(({id}) => [`${id}.jsonl`, `${id}.jsonl.gz`]));

/** What a folder without a manifest holds the files of. */
function kindByFiles(names: readonly string[]): string | null {
  if (names.includes(runsOwn) && names.includes('completions.jsonl')) return 'convcodebench-run';
  return names.some((name) => logsOwn.has(name)) ? 'convcodebench-log' : null;
}

/**
 * What a folder is by its manifest, or, where that is lost or damaged, by its other files; null for
 * something else, or one that is gone by now.
 */
function formatOf(directory: string): string | null {
  try {
    return readJson(join(directory, 'manifest.json'), z.object({format: z.string()})).format;
  } catch (error) {
    if (whyUnreadable(error) === null) throw error;
    return kindByFiles(entriesOf(directory, 1).map(({name}) => name));
  }
}

/** @throws {UsageError} for what cannot be shown; or as the system does. */
async function aboutRun(directory: string, countLines: LineCounter): Promise<AboutRun> {
  refuseLinksIn(directory);
  const manifest = readRunManifest(directory);
  const {model, verb, log, suite, scenarios, totals} = manifest;
  const file = join(directory, runsOwn);
  const rows = existsSync(file) ? countLines(file) : 0;
  const damage = totals && damageOf(directory, {rows, totals});
  if (damage !== null) throw new UsageError(damage);
  return {
    model,
    mode: modeOf(verb),
    reference: log?.reference_model ?? null,
    suite: suite.name,
    scenarios: scenarios.length,
    ...(totals
      ? {rows: totals.places, planned: totals.places, finished: true}
      : {rows, planned: await plannedPlaces(directory), finished: false}),
  };
}

/** What is wrong with a finished run, as far as that is known without reading its rows. */
function damageOf(
  directory: string,
  {rows, totals}: {rows: number; totals: RunTotals},
): string | null {
  const file = join(directory, runsOwn);
  if (!existsSync(file)) return `${file}: no such file; give the command that began the run again`;
  return wrongLength(directory, rows, totals);
}

/** The same errors. */
function aboutLog(directory: string): AboutLog {
  refuseLinksIn(directory);
  const {manifest} = openLog(directory);
  for (const {id} of scenarios)
    if (manifest.scenarios[id] && !existsSync(storedPath(directory, id)))
      throw new UsageError(`${scenarioPath(directory, id)}: no such file; restore it`);
  const {reference_model: reference, suite, scenarios: recorded} = manifest;
  const files = Object.values(recorded);
  return {
    model: reference.asked,
    suite: suite.name,
    scenarios: files.length,
    lines: files.reduce((sum, {lines}) => sum + lines, 0),
  };
}

/** One that cannot be read, or is deleted meanwhile, is no reason not to list the others. */
async function orReason<T>(get: () => T | Promise<T>): Promise<T | {unreadable: string}> {
  try {
    return await get();
  } catch (error) {
    const unreadable = whyUnreadable(error);
    if (unreadable === null) throw error;
    return {unreadable};
  }
}

/** Null for an error of ours. */
function whyUnreadable(error: unknown): string | null {
  if (error instanceof UsageError) return error.message;
  return error instanceof Error && 'code' in error ? `cannot be read (${error.message})` : null;
}

/**
 * What a link leads to may lie anywhere. @throws {UsageError} where one stands in a folder of a run
 * or log, or in the log beside a run.
 */
export function refuseLinksIn(directory: string): void {
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    if (entry.isSymbolicLink())
      throw new UsageError(`${entry.name} is a link; links are not followed, put a copy here`);
    if (entry.name === 'log' && entry.isDirectory()) refuseLinksIn(join(directory, 'log'));
  }
}

/** How many places a run that is under way plans; null where its journal does not tell. */
async function plannedPlaces(directory: string): Promise<number | null> {
  const selections = await plannedSelections(directory);
  const last = selections.at(-1);
  return last ? last.tasks.length * (1 + 10 * last.scenarios.length) : null;
}
