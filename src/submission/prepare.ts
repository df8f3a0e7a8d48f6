import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {FileFormatError, UsageError} from '../errors.js';
import {canonicalJson, sha256} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {readAllJsonl, toJsonLine} from '../files/jsonl.js';
import {refuseLink} from '../files/own-file.js';
import {streamAtomically} from '../files/write.js';
import {type CompletionRow, completionRow} from '../model/completion-row.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {chosen, flag, text} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {environmentOf, needsListing, readRunEnvironment} from '../run/environment.js';
import {readRun, type StoredRun} from '../run/read-run.js';
import {refuseVersion1, runManifestSchema} from '../run/run-manifest.js';
import {type ArchivedFile, packArchive} from './archive.js';
import {
  type BundleManifest,
  bundleFormatVersion,
  type GivenInfo,
  inArchiveOrder,
  infoSchema,
  type SubmissionInfo,
} from './bundle-files.js';
import {heldTo, scoredHash} from './check.js';
import {type Fault, faultLine} from './fault.js';
import {withGrounds} from './grounds.js';
import {indented, readArchive} from './read-bundle.js';
import {ownRules} from './rules/all.js';
import {type GroundsOptions, openShelf} from './shelf.js';

export type PrepareSubmissionOptions = GroundsOptions & {
  /** Directory of a finished run. */
  run: string;
  /** The file to write, `….tar.gz`. */
  out: string;
  /** What only the submitter knows: a JSON file, or its content. */
  info: string | GivenInfo;
  /** Simulated models are taken only where this is true. */
  simulated?: boolean | undefined;
};

const schema = optionsOf<PrepareSubmissionOptions>({
  run: text,
  out: text,
  info: chosen<string | GivenInfo>('the path of a JSON file, or what it holds', (given) =>
    typeof given === 'string' ? text : infoSchema,
  ),
  log: text.optional(),
  suite: text.optional(),
  prompts: text.optional(),
  simulated: flag.optional(),
});

export type PreparedSubmission = {
  file: string;
  /** Names the bundle. */
  sha256: string;
  /** Hash of all that is scored in it. */
  scored_sha256: string;
  model: string;
  bytes: number;
  /** Verdicts that are missing in the run, and so in the bundle. */
  missing: number;
};

/**
 * Makes a bundle of a finished run: the same bytes for the same run and info, wherever. Before
 * anything is written the bundle is held to all that does not depend on a board.
 * @throws {UsageError} for a run that is not finished, that was imported, or of a simulated model
 * without `simulated`; {FileFormatError} for info that lacks a field, or a run that its log and
 * answers do not bear out.
 * @example
 * const {sha256} = await prepareSubmission({
 *   run: 'runs/careful',
 *   info: 'info.json',
 *   simulated: true,
 *   out: 'careful.tar.gz',
 * });
 */
export async function prepareSubmission(
  options: PrepareSubmissionOptions,
): Promise<PreparedSubmission> {
  checkOptions('prepareSubmission', schema, options);
  const {run: directory, out} = options;
  if (!out.endsWith('.tar.gz'))
    throw new UsageError(`${option('out')} ${out}: the name of a bundle ends in .tar.gz`);
  const stored = await readRun(directory);
  refuseUnsuitable(stored, options);
  const info = readInfo(options.info);
  const archive = packArchive(await filesOf(stored, info));
  const reading = await readArchive(archive, out);
  if (!('bundle' in reading)) throw notBorneOut(directory, reading.faults);
  const held = await withGrounds(reading.bundle, openShelf(options), (grounds) =>
    heldTo(ownRules, grounds),
  );
  const faults = 'faults' in held ? held.faults : held.result.flatMap((outcome) => outcome.faults);
  if (faults.length > 0) throw notBorneOut(directory, faults);
  await streamAtomically(out, [archive]);
  return {
    file: out,
    sha256: reading.bundle.sha256,
    scored_sha256: scoredHash(reading.bundle),
    model: stored.manifest.model,
    bytes: archive.length,
    missing: stored.rows.filter(({status}) => status === 'missing').length,
  };
}

function refuseUnsuitable(
  {label, manifest}: StoredRun,
  {simulated = false}: PrepareSubmissionOptions,
): void {
  if (manifest.imported)
    throw new UsageError(`${label}: was imported (${manifest.imported}): it holds no answers`);
  refuseVersion1(label, manifest);
  if (manifest.simulated && !simulated)
    throw new UsageError(
      `${label}: its answers are those of a simulated model; ${option('simulated')} says that you mean it`,
    );
}

function readInfo(given: string | GivenInfo): SubmissionInfo {
  return typeof given === 'string' ? readJson(given, infoSchema) : infoSchema.parse(given);
}

async function filesOf(stored: StoredRun, info: SubmissionInfo): Promise<ArchivedFile[]> {
  const {label: directory, manifest, rows, mode} = stored;
  const named = new Set(rows.map(({request}) => request));
  const answers = new Map<string, CompletionRow>();
  const path = join(directory, 'completions.jsonl');
  refuseLink(path);
  for (const answer of await readAllJsonl(path, completionRow))
    if (named.has(answer.request)) answers.set(answer.request, answer);
  const sorted = [...answers.values()].sort((a, b) => (a.request < b.request ? -1 : 1));
  const model_served = [...new Set(sorted.map(({model}) => model))].sort();
  const texts: [name: string, text: string][] = [
    ['info.json', indented(info)],
    ['run.json', indented(runManifestSchema.parse({...manifest, model_served}))],
    ['environment.json', indented(environmentIn(stored))],
    ...(manifest.ground_truth
      ? [['ground-truth.json', readFile(directory, 'ground-truth.json')] satisfies [string, string]]
      : []),
    ['metrics.json', readFile(directory, 'metrics.json')],
    ['verdicts.jsonl', rows.map(toJsonLine).join('')],
    ['completions.jsonl', sorted.map(toJsonLine).join('')],
    ...(mode === 'live' ? logFiles(stored) : []),
  ];
  return withManifest(texts.map(([name, each]) => ({name, bytes: Buffer.from(each)})));
}

/** A file of the run, as it is. */
function readFile(directory: string, name: string): string {
  const path = join(directory, name);
  refuseLink(path);
  if (!existsSync(path))
    throw new FileFormatError(`${path}: no such file; "judge ${directory}" writes it anew`);
  return readFileSync(path, 'utf8');
}

function environmentIn({label, manifest}: StoredRun) {
  const name = manifest.judge?.environment;
  if (name === undefined) throw new UsageError(`${label}: nobody knows who judged it`);
  if (!needsListing(name)) return environmentOf(name, []);
  const known = readRunEnvironment(label);
  if (known?.environment === name) return known;
  throw new UsageError(
    `${label}/environment.json: missing, or of another environment; "judge ${label}" writes it`,
  );
}

/** The log that a live run made: its questions follow from it. */
function logFiles({label, manifest}: StoredRun): [name: string, text: string][] {
  const names = ['manifest.json', ...manifest.scenarios.map((id) => `${id}.jsonl`)];
  return names.map((name) => [`log/${name}`, readFile(join(label, 'log'), name)]);
}

/** In the order of the archive. */
function withManifest(files: readonly ArchivedFile[]): ArchivedFile[] {
  const manifest: BundleManifest = {
    files: Object.fromEntries(
      files.map(({name, bytes}) => [name, {sha256: sha256(bytes), size: bytes.length}]),
    ),
    format: 'convcodebench-submission',
    format_version: bundleFormatVersion,
  };
  const all = [{name: 'manifest.json', bytes: Buffer.from(canonicalJson(manifest))}, ...files];
  return all.sort(inArchiveOrder);
}

function notBorneOut(directory: string, faults: readonly Fault[]): FileFormatError {
  const [first] = faults;
  const more = faults.length - 1;
  return new FileFormatError(
    `${directory}: ${first ? faultLine(first) : ''}${more > 0 ? ` (and ${more} more)` : ''}`,
  );
}
