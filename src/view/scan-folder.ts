import {
  closeSync,
  type Dirent,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import {basename, join, relative, resolve, sep} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {readJson} from '../files/json.js';
import {openLog, scenarioPath, storedPath} from '../log/read-log.js';
import {scenarios} from '../problem/scenario.js';
import type {FolderListing, ListedLog, ListedRun} from '../report/html/folder-listing.js';
import {modeOf} from '../run/mode.js';
import {readRunManifest, wrongLength} from '../run/read-run.js';
import type {RunManifest} from '../run/run-manifest.js';
import {plannedSelections} from '../run/unfinished-plan.js';

/** Folders deeper than this below the one that is shown are not looked into. */
const deepest = 8;

/**
 * The runs and logs below a folder, with how far each has come, or what is wrong with it. No link
 * is followed: neither a folder behind one is looked into, nor a run that holds one is read.
 * @throws {UsageError} where there is no such folder.
 */
export async function scanFolder(directory: string): Promise<FolderListing> {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new UsageError(`${directory}: no such folder`);
  const found = manifestsBelow(directory, 0);
  const listing: FolderListing = {folder: basename(resolve(directory)), runs: [], logs: []};
  for (const each of found) {
    const path = relative(directory, each).split(sep).join('/') || '.';
    const format = formatOf(each);
    if (format === 'convcodebench-run') listing.runs.push(await listedRun(each, path));
    if (format === 'convcodebench-log') listing.logs.push(listedLog(each, path));
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
    if (depth > 0 && isSystemError(error, 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

function isSystemError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
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
 * something else.
 */
function formatOf(directory: string): string | null {
  const manifest = orReason(() => {
    return readJson(join(directory, 'manifest.json'), z.object({format: z.string()}));
  });
  if ('value' in manifest) return manifest.value.format;
  return kindByFiles(readdirSync(directory));
}

async function listedRun(directory: string, path: string): Promise<ListedRun> {
  const manifest = orReason(() => {
    refuseLinksIn(directory);
    return readRunManifest(directory);
  });
  if ('unreadable' in manifest) return {path, ...manifest};
  const damage = damageOf(directory, manifest.value);
  if (damage !== null) return {path, unreadable: damage};
  const {model, verb, log, suite, scenarios, totals} = manifest.value;
  return {
    path,
    model,
    mode: modeOf(verb),
    reference: log?.reference_model ?? null,
    suite: suite.name,
    scenarios: scenarios.length,
    ...(totals
      ? {rows: totals.places, planned: totals.places, finished: true}
      : {
          rows: countLines(join(directory, runsOwn)),
          planned: await plannedPlaces(directory),
          finished: false,
        }),
  };
}

/** What is wrong with a finished run, as far as that is known without reading its rows. */
function damageOf(directory: string, {totals}: RunManifest): string | null {
  if (totals === null) return null;
  const file = join(directory, runsOwn);
  if (!existsSync(file)) return `${file}: no such file; give the command that began the run again`;
  return wrongLength(directory, countLines(file), totals);
}

function listedLog(directory: string, path: string): ListedLog {
  const log = orReason(() => {
    refuseLinksIn(directory);
    const opened = openLog(directory);
    for (const {id} of scenarios)
      if (opened.manifest.scenarios[id] && !existsSync(storedPath(directory, id)))
        throw new UsageError(`${scenarioPath(directory, id)}: no such file; restore it`);
    return opened;
  });
  if ('unreadable' in log) return {path, ...log};
  const {reference_model: reference, suite, scenarios: recorded} = log.value.manifest;
  const files = Object.values(recorded);
  return {
    path,
    model: reference.asked,
    suite: suite.name,
    scenarios: files.length,
    lines: files.reduce((sum, {lines}) => sum + lines, 0),
  };
}

function orReason<T>(get: () => T): {value: T} | {unreadable: string} {
  try {
    return {value: get()};
  } catch (error) {
    if (error instanceof UsageError) return {unreadable: error.message};
    throw error;
  }
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

const newline = 10;

function countLines(path: string): number {
  if (!existsSync(path)) return 0;
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(1 << 20);
    let lines = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
      for (let i = 0; i < read; i += 1) if (chunk[i] === newline) lines += 1;
    return lines;
  } finally {
    closeSync(file);
  }
}
