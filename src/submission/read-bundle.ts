import {readFileSync, statSync} from 'node:fs';
import type {z} from 'zod';
import {FileFormatError, UsageError} from '../errors.js';
import {refuseManyValues} from '../files/bounds.js';
import {canonicalJson, sha256} from '../files/canonical-hash.js';
import {requireFile} from '../files/contents.js';
import {decodeRecord, decodeUtf8, parseRecord, splitLines, toJsonLine} from '../files/jsonl.js';
import {completionRow} from '../model/completion-row.js';
import {runEnvironmentSchema} from '../run/environment.js';
import {runGroundTruthSchema} from '../run/ground-truth.js';
import {modeOf} from '../run/mode.js';
import {runFormatVersion, runManifestSchema} from '../run/run-manifest.js';
import {verdictRowSchema} from '../run/verdict-row.js';
import {metricsSchema} from '../score/metrics.js';
import {refuseLargeArchive, type Unpacked, unpackArchive} from './archive.js';
import type {Bundle} from './bundle.js';
import {
  bundleFileNames,
  bundleManifestSchema,
  inArchiveOrder,
  infoSchema,
  isBundleFileName,
  nameInLog,
  optionalFileNames,
} from './bundle-files.js';
import type {Fault} from './fault.js';

/** What became of reading: a bundle, or why there is none. */
export type BundleReading = {bundle: Bundle; faults: Fault[]} | {faults: Fault[]};

/**
 * Reads a bundle in memory, in four steps, each of which holds it to a rule: `archive`, `manifest`,
 * `files` and `form`. A later step is not taken where an earlier one found something, but for an
 * archive that another program packed.
 * @throws {UsageError} where there is no such file, or it is a directory.
 */
export async function readBundle(path: string): Promise<BundleReading> {
  requireBundleFile(path);
  return attempt('archive', again, async () => {
    refuseLargeArchive(path);
    return readArchive(readFileSync(path), path);
  });
}

/** @throws {UsageError} where there is no file that could be a bundle. */
export function requireBundleFile(path: string): void {
  requireFile(path);
  if (statSync(path).isDirectory())
    throw new UsageError(`${path}: is a directory; give a file that "submit prepare" made`);
}

/** The same of what a file at `path` holds, or will. */
export function readArchive(bytes: Uint8Array, path: string): Promise<BundleReading> {
  return attempt('archive', again, () =>
    readUnpacked(path, unpackArchive(bytes, path, isBundleFileName)),
  );
}

const again = 'get it again from where it came, or make it anew with "submit prepare"';

async function readUnpacked(path: string, {files, isCanonical}: Unpacked): Promise<BundleReading> {
  const held = new Map(files.map(({name, bytes}) => [name, bytes]));
  const reading = await readFiles(path, held);
  return {...reading, faults: [...unlikeOurs(path, {files, isCanonical}), ...reading.faults]};
}

function unlikeOurs(path: string, {files, isCanonical}: Unpacked): Fault[] {
  const isOrdered = files.toSorted(inArchiveOrder).every((file, i) => file === files[i]);
  if (isCanonical && isOrdered) return [];
  const problem = isOrdered
    ? 'another program packed it: what it holds may be right, and its bytes are not ours'
    : 'its files stand in another order';
  const remedy = 'send the file that "submit prepare" wrote';
  return [{rule: 'archive', where: path, problem, remedy}];
}

async function readFiles(
  path: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<BundleReading> {
  const bytes = files.get('manifest.json');
  if (bytes === undefined)
    return {
      faults: [{rule: 'manifest', where: path, problem: 'no manifest.json', remedy: again}],
    };
  return attempt('manifest', again, async () => {
    const manifest = readText(bytes, 'manifest.json', bundleManifestSchema, canonicalJson);
    const faults = unlikeManifest(files, manifest.files);
    if (faults.length > 0) return {faults};
    return attempt('form', again, async () => {
      const contents = await readContents(files);
      return {
        bundle: {path, sha256: sha256(bytes), files, ...contents},
        faults: foreignFiles(files, contents),
      };
    });
  });
}

type Named = {[name: string]: {sha256: string; size: number}};

/** The rule `files`: all that the manifest names is there, as it says, and nothing else. */
function unlikeManifest(files: ReadonlyMap<string, Uint8Array>, named: Named): Fault[] {
  const needed = bundleFileNames.filter(
    (name) => name !== 'manifest.json' && !optionalFileNames.includes(name),
  );
  const names = new Set([...needed, ...Object.keys(named), ...files.keys()]);
  names.delete('manifest.json');
  return [...names].flatMap((name) => {
    const problem = differenceOf(files.get(name), named[name]);
    return problem === null ? [] : [{rule: 'files', where: name, problem, remedy: again}];
  });
}

/** A live run has the log that it made, of its scenarios; no other file of a log is looked into. */
function foreignFiles(
  files: ReadonlyMap<string, Uint8Array>,
  {mode, run}: Pick<Bundle, 'mode' | 'run'>,
): Fault[] {
  const own = ['manifest.json', ...run.scenarios.map((id) => `${id}.jsonl`)];
  return [...files.keys()].flatMap((name) => {
    const inLog = nameInLog(name);
    if (inLog === null || (mode === 'live' && own.includes(inLog))) return [];
    const problem = `a ${mode} run of these scenarios has no such file`;
    return [{rule: 'files', where: name, problem, remedy: again}];
  });
}

function differenceOf(bytes: Uint8Array | undefined, named: Named[string] | undefined) {
  if (bytes === undefined) return named ? 'the manifest names it, and it is not there' : 'missing';
  if (named === undefined) return 'the manifest does not name it';
  if (bytes.length !== named.size)
    return `size: ${bytes.length} bytes, the manifest says ${named.size}`;
  const actual = sha256(bytes);
  if (actual === named.sha256) return null;
  return `sha256: ${actual.slice(0, 12)}…, the manifest says ${named.sha256.slice(0, 12)}…`;
}

async function readContents(files: ReadonlyMap<string, Uint8Array>) {
  const bytesOf = (name: string) => files.get(name) ?? new Uint8Array();
  const read = <T>(name: string, schema: z.ZodType<T>) =>
    readText(bytesOf(name), name, schema, indented);
  const run = read('run.json', runManifestSchema);
  if (run.format_version !== runFormatVersion)
    throw new FileFormatError(
      `run.json: format_version: ${run.format_version}, a submission needs ${runFormatVersion}: run it again with this version of the program`,
    );
  const rows = await readLines(bytesOf('verdicts.jsonl'), 'verdicts.jsonl', verdictRowSchema);
  const answers = await readLines(bytesOf('completions.jsonl'), 'completions.jsonl', completionRow);
  return {
    info: read('info.json', infoSchema),
    run,
    mode: modeOf(run.verb),
    environment: read('environment.json', runEnvironmentSchema),
    groundTruth: files.has('ground-truth.json')
      ? read('ground-truth.json', runGroundTruthSchema)
      : null,
    metrics: read('metrics.json', metricsSchema),
    rows,
    answers: new Map(answers.map((answer) => [answer.request, answer])),
  };
}

/** As `writeJson` writes it. */
export function indented(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** @throws {FileFormatError} for what is not written as `write` writes it. */
function readText<T>(
  bytes: Uint8Array,
  name: string,
  schema: z.ZodType<T>,
  write: (value: T) => string,
): T {
  const text = decodeUtf8(bytes);
  if (text !== undefined) refuseManyValues(name, text);
  const raw = text === undefined ? undefined : parseJson(text);
  if (raw === undefined) throw new FileFormatError(`${name}: record: not JSON in UTF-8`);
  const value = parseRecord(raw, schema, name);
  if (Buffer.from(write(value)).equals(bytes)) return value;
  throw new FileFormatError(`${name}: not as the program writes it (order, spaces, other fields)`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readLines<T>(bytes: Uint8Array, name: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = [];
  for await (const {line, bytes: own, ended} of splitLines(once(bytes), name)) {
    const record = decodeRecord(own, schema, name, line);
    const written = record === undefined ? '' : toJsonLine(record);
    if (record === undefined || !ended || !Buffer.from(written.slice(0, -1)).equals(own))
      throw new FileFormatError(`${name}:${line}: not as the program writes it`);
    records.push(record);
  }
  return records;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What a step refuses is a fault of its rule. */
async function attempt(
  rule: string,
  remedy: string,
  step: () => Promise<BundleReading>,
): Promise<BundleReading> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    const [, where = '', problem = ''] = /^(.*?): (.*)$/s.exec(error.message) ?? [];
    return {faults: [{rule, where, problem, remedy}]};
  }
}
