import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {FileFormatError, UsageError} from '../errors.js';
import {type Appender, openAppender} from '../files/append.js';
import {readJson} from '../files/json.js';
import {readAllJsonl, readJsonl, toJsonLine} from '../files/jsonl.js';
import {lockDirectory} from '../files/lock.js';
import {makeDirectory} from '../files/make-directory.js';
import {writeAtomically, writeJson} from '../files/write.js';
import {type CompletionRow, completionRow} from '../model/completion-row.js';
import {scenarios, turnZeroScenario} from '../problem/scenario.js';
import {
  checkSameIdentity,
  type RunIdentity,
  type RunManifest,
  runManifestSchema,
} from './run-manifest.js';
import {type CutsTried, readShortenings} from './shortenings.js';
import {type VerdictRow, verdictRowSchema} from './verdict-row.js';

/**
 * The directory of a run while it is written: what is stored so far, and how to store more. One
 * writer at a time.
 */
export type RunDirectory = {
  path: string;
  /** Answers by request hash. */
  completions: ReadonlyMap<string, CompletionRow>;
  /**
   * With which cuts an earlier sitting asked a request, all its longer forms having been refused.
   */
  cutsTried: CutsTried;
  /** Answers of the critic by request hash, where the critic is a model. */
  criticCompletions: ReadonlyMap<string, CompletionRow>;
  /** Undefined also for a verdict on an answer that is lost: it is asked and judged again. */
  verdictAt(place: Place): VerdictRow | undefined;
  /**
   * Tokens of the answers stored so far, the critic's and all prompts included, as the servers
   * counted them.
   */
  tokens(): number;
  addCompletion(row: CompletionRow): void;
  addCriticCompletion(row: CompletionRow): void;
  addVerdict(row: VerdictRow): void;
  /** The same, on disk when the run is finished and not before: all replaced verdicts or none. */
  replaceVerdict(row: VerdictRow): void;
  /** Attempts, durations, refusals, dates: kept for the curious, covered by no hash. */
  journal(event: {[key: string]: unknown}): void;
  saveManifest(manifest: RunManifest): void;
  /**
   * Sorts the stored rows: completions by request hash, verdicts by scenario, problem (in the order
   * given), turn. Returns the verdicts.
   */
  finish(taskOrder: ReadonlyMap<string, number>): VerdictRow[];
  close(): void;
};

export type Place = Pick<VerdictRow, 'scenario' | 'task_id' | 'turn'>;

/**
 * Opens the directory of a run for writing: makes it, or goes on where an earlier run of the same
 * identity stopped.
 * @throws {UsageError} when another identity was begun there (the field is named), or another
 * process writes to it.
 */
export async function openRunDirectory(path: string, identity: RunIdentity): Promise<RunDirectory> {
  refuseForeignDirectory(path);
  makeDirectory(path);
  const unlock = lockDirectory(path);
  try {
    if (existsSync(join(path, 'manifest.json')))
      checkSameIdentity(path, readRunManifest(path), identity);
    return await openStores(path, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Reads a run's manifest. @throws {UsageError} where there is none, {FileFormatError} where it is
 * damaged or of another version.
 */
export function readRunManifest(path: string): RunManifest {
  const file = join(path, 'manifest.json');
  if (!existsSync(path)) throw new UsageError(`${path}: no such directory`);
  if (!existsSync(file))
    throw new UsageError(`${path}: not a run (no manifest.json)${runsIn(path)}`);
  return readJson(file, runManifestSchema);
}

/** Where somebody gave the folder around runs: which to give instead. */
function runsIn(path: string): string {
  if (!statSync(path).isDirectory()) return '; give the run’s directory';
  const run = readdirSync(path).find((name) => existsSync(join(path, name, 'manifest.json')));
  return run === undefined ? '' : `; it holds runs, such as ${join(path, run)}`;
}

/**
 * All verdict rows of a finished run. @throws {FileFormatError} for a bad line or a place that
 * stands twice.
 */
export async function readVerdicts(path: string): Promise<VerdictRow[]> {
  const file = join(path, 'verdicts.jsonl');
  const rows = new Map<string, VerdictRow>();
  for await (const {line, value} of readJsonl(file, verdictRowSchema)) {
    const key = placeKey(value);
    if (rows.has(key)) throw new FileFormatError(`${file}:${line}: turn: ${key} stands twice`);
    rows.set(key, value);
  }
  return [...rows.values()];
}

export function placeKey({scenario, task_id, turn}: Place): string {
  return `${scenario} ${task_id} ${turn}`;
}

function refuseForeignDirectory(path: string): void {
  if (!existsSync(path) || existsSync(join(path, 'manifest.json'))) return;
  if (!statSync(path).isDirectory())
    throw new UsageError(`${path}: is a file; --out names a directory`);
  const known = new Set([
    'manifest.json.tmp',
    'completions.jsonl',
    'critic.jsonl',
    'verdicts.jsonl',
    'journal.jsonl',
    'ground-truth.json',
    'ground-truth.json.tmp',
    'log',
  ]);
  const foreign = readdirSync(path).find((name) => !known.has(name) && !name.startsWith('.lock'));
  if (foreign)
    throw new UsageError(
      `${path}: holds ${foreign} and is not a run; choose an empty or new directory for --out`,
    );
}

async function openStores(path: string, unlock: () => void): Promise<RunDirectory> {
  const file = (name: string) => join(path, name);
  const completions = await openRows(
    file('completions.jsonl'),
    completionRow,
    (row) => row.request,
  );
  const critic = await openRows(
    file('critic.jsonl'),
    completionRow,
    (row) => row.request,
    'when needed',
  );
  const verdicts = await openRows(file('verdicts.jsonl'), verdictRowSchema, placeKey);
  const isCut = ({cut}: CompletionRow) => cut !== null;
  const anyCut =
    [...completions.rows.values()].some(isCut) || [...critic.rows.values()].some(isCut);
  const cutsTried = anyCut ? await readShortenings(file('journal.jsonl')) : () => [];
  const journal = openAppender(file('journal.jsonl'));
  let tokens = [...completions.rows.values(), ...critic.rows.values()].reduce(
    (sum, row) => sum + tokensOf(row),
    0,
  );
  return {
    path,
    completions: completions.rows,
    cutsTried,
    criticCompletions: critic.rows,
    verdictAt(place) {
      const row = verdicts.rows.get(placeKey(place));
      return row && (row.request === null || completions.rows.has(row.request)) ? row : undefined;
    },
    tokens: () => tokens,
    addCompletion(row) {
      completions.add(row);
      tokens += tokensOf(row);
    },
    addCriticCompletion(row) {
      critic.add(row);
      tokens += tokensOf(row);
    },
    addVerdict: verdicts.add,
    replaceVerdict: (row) => verdicts.rows.set(placeKey(row), row),
    journal: (event) => journal.append({at: new Date().toISOString(), ...event}),
    saveManifest: (manifest) => writeJson(file('manifest.json'), runManifestSchema.parse(manifest)),
    finish(taskOrder) {
      completions.rewrite([...completions.rows.values()].sort(byRequest));
      critic.rewrite([...critic.rows.values()].sort(byRequest));
      const sorted = sortVerdicts([...verdicts.rows.values()], taskOrder);
      verdicts.rewrite(sorted);
      return sorted;
    },
    close() {
      for (const store of [completions, critic, verdicts, journal]) store.close();
      unlock();
    },
  };
}

type Rows<T> = {rows: Map<string, T>; add(row: T): void; rewrite(sorted: T[]): void; close(): void};

/**
 * An append-only file of rows with a key; of two rows with one key the later counts, and one that
 * is there already is not written again.
 */
async function openRows<T>(
  path: string,
  schema: Parameters<typeof readAllJsonl<T>>[1],
  keyOf: (row: T) => string,
  make: 'at once' | 'when needed' = 'at once',
): Promise<Rows<T>> {
  const stored = existsSync(path) ? await readAllJsonl(path, schema, {tornLastLine: 'drop'}) : [];
  const rows = new Map(stored.map((row) => [keyOf(row), row]));
  let appender: Appender | undefined =
    make === 'at once' || existsSync(path) ? openAppender(path) : undefined;
  return {
    rows,
    add(row) {
      const [key, record] = [keyOf(row), schema.parse(row)];
      const known = rows.get(key);
      if (known !== undefined && toJsonLine(known) === toJsonLine(record)) return;
      appender ??= openAppender(path);
      appender.append(record);
      rows.set(key, record);
    },
    rewrite(sorted) {
      if (!appender) return;
      appender.close();
      writeAtomically(path, linesOf(sorted, schema));
      appender = openAppender(path);
    },
    close: () => appender?.close(),
  };
}

function* linesOf<T>(rows: readonly T[], schema: {parse(row: unknown): T}): Generator<string> {
  for (const row of rows) yield toJsonLine(schema.parse(row));
}

function byRequest(a: CompletionRow, b: CompletionRow): number {
  return a.request < b.request ? -1 : 1;
}

function sortVerdicts(rows: VerdictRow[], taskOrder: ReadonlyMap<string, number>): VerdictRow[] {
  const scenarioOrder = new Map<string, number>(
    [turnZeroScenario, ...scenarios.map(({id}) => id)].map((id, i) => [id, i]),
  );
  const at = (order: ReadonlyMap<string, number>, key: string) => order.get(key) ?? order.size;
  return rows.sort(
    (a, b) =>
      at(scenarioOrder, a.scenario) - at(scenarioOrder, b.scenario) ||
      at(taskOrder, a.task_id) - at(taskOrder, b.task_id) ||
      a.turn - b.turn,
  );
}

function tokensOf({usage}: CompletionRow): number {
  return usage ? usage.prompt_tokens + usage.completion_tokens : 0;
}
