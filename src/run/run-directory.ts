import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {openAppendFile} from '../files/append.js';
import {openLedger} from '../files/ledger.js';
import {lockDirectory} from '../files/lock.js';
import {makeDirectory} from '../files/make-directory.js';
import {type Keep, opening} from '../files/opening.js';
import {clearLeftovers, isLeftover, writeJson} from '../files/write.js';
import type {CompletionRow, StoredAnswers} from '../model/completion-row.js';
import {option} from '../options/option-name.js';
import {openAnswers} from './answers.js';
import {type Compiling, type FailedProgram, openFailedPrograms} from './failed-programs.js';
import {readRunManifest} from './read-run.js';
import {
  checkSameIdentity,
  type RunIdentity,
  type RunManifest,
  runManifestSchema,
} from './run-manifest.js';
import {type CutsTried, readShortenings} from './shortenings.js';
import {sortVerdicts} from './sort-verdicts.js';
import {type Place, placeKey, type VerdictRow, verdictRowSchema} from './verdict-row.js';

/**
 * The directory of a run while it is written: what is stored so far, and how to store more. One
 * writer at a time.
 */
export type RunDirectory = {
  path: string;
  /** Answers by request hash; their texts stay on disk. */
  completions: StoredAnswers;
  /**
   * With which cuts an earlier sitting asked a request, all its longer forms having been refused.
   */
  cutsTried: CutsTried;
  /** Answers of the critic by request hash, where the critic is a model. */
  criticCompletions: StoredAnswers;
  /** The models that the server says gave the answers, sorted. */
  servedBy(): string[];
  /** Undefined also for a verdict on an answer that is lost: it is asked and judged again. */
  verdictAt(place: Place): VerdictRow | undefined;
  /** The places that have a row. */
  places(): Iterable<Place>;
  /**
   * Tokens of the answers stored so far, the critic's and all prompts included, as the servers
   * counted them.
   */
  tokens(): number;
  addCompletion(row: CompletionRow): void;
  addCriticCompletion(row: CompletionRow): void;
  /** @param failed what the program failed at, on disk before the row is. Default: nothing. */
  addVerdict(row: VerdictRow, failed?: FailedProgram | null): void;
  /** Attempts, durations, refusals, dates: kept for the curious, covered by no hash. */
  journal(event: {[key: string]: unknown}): void;
  saveManifest(manifest: RunManifest): void;
  /**
   * Sorts the stored rows: completions by request hash, verdicts by scenario, problem (in the order
   * given), turn, failed programs by problem and hash. Returns the verdicts.
   * @param again what takes the place of all that was judged before, or, where writing fails, of
   * none of it. Default: what is stored.
   */
  finish(taskOrder: ReadonlyMap<string, number>, again?: JudgedAgain): VerdictRow[];
  /** Which programs of the stored rows do not compile. */
  compiling(): Compiling;
  /** Takes back a run in which nothing was answered, so that another may be begun here. */
  withdraw(): void;
  close(): void;
};

/** New verdicts for all places of a run, and what its programs failed at. */
export type JudgedAgain = {verdicts: Iterable<VerdictRow>; failed: Iterable<FailedProgram>};

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
    clearLeftovers(path);
    return await opening((keep) => openStores(path, unlock, keep));
  } catch (error) {
    unlock();
    throw error;
  }
}

const filesOfRun = [
  'manifest.json',
  'completions.jsonl',
  'critic.jsonl',
  'verdicts.jsonl',
  'failures.jsonl',
  'journal.jsonl',
  'ground-truth.json',
  'environment.json',
];

function refuseForeignDirectory(path: string): void {
  if (!existsSync(path) || existsSync(join(path, 'manifest.json'))) return;
  if (!statSync(path).isDirectory())
    throw new UsageError(`${path}: is a file; ${option('out')} names a directory`);
  const known = new Set([...filesOfRun, 'manifest.json.tmp', 'ground-truth.json.tmp', 'log']);
  const foreign = readdirSync(path).find(
    (name) => !known.has(name) && !name.startsWith('.lock') && !isLeftover(name),
  );
  if (foreign)
    throw new UsageError(
      `${path}: holds ${foreign} and is not a run; choose an empty or new directory for ${option('out')}`,
    );
}

async function openStores(path: string, unlock: () => void, keep: Keep): Promise<RunDirectory> {
  const file = (name: string) => join(path, name);
  const completions = keep(await openAnswers(file('completions.jsonl'), 'at once'));
  const critic = keep(await openAnswers(file('critic.jsonl'), 'when needed'));
  const verdicts = keep(await openVerdicts(file('verdicts.jsonl')));
  const failed = keep(await openFailedPrograms(path));
  const journal = keep(openAppendFile(file('journal.jsonl')));
  const anyCut = completions.anyCut() || critic.anyCut();
  const cutsTried = anyCut ? await readShortenings(file('journal.jsonl')) : () => [];
  return {
    path,
    completions,
    cutsTried,
    criticCompletions: critic,
    servedBy: completions.servedBy,
    verdictAt(place) {
      const row = verdicts.note(placeKey(place));
      return row && (row.request === null || completions.has(row.request)) ? row : undefined;
    },
    places: verdicts.notes,
    tokens: () => completions.tokens() + critic.tokens(),
    addCompletion: completions.add,
    addCriticCompletion: critic.add,
    addVerdict(row, program = null) {
      if (program) failed.add(program);
      verdicts.add(row);
    },
    journal: (event) => void journal.append({at: new Date().toISOString(), ...event}),
    saveManifest: (manifest) => writeJson(file('manifest.json'), runManifestSchema.parse(manifest)),
    finish(taskOrder, again) {
      completions.sort();
      critic.sort();
      const sorted = sortVerdicts(again?.verdicts ?? verdicts.notes(), taskOrder);
      failed.finish(sorted, again?.failed);
      verdicts.rewrite(sorted);
      return sorted;
    },
    compiling: failed.compiling,
    withdraw() {
      for (const name of filesOfRun) rmSync(file(name), {force: true});
    },
    close() {
      for (const store of [completions, critic, verdicts, failed, journal]) store.close();
      unlock();
    },
  };
}

function openVerdicts(path: string) {
  return openLedger(path, {
    schema: verdictRowSchema,
    keyOf: placeKey,
    noteOf: (row: VerdictRow) => row,
  });
}
