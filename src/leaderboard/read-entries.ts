import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {UsageError} from '../errors.js';
import {canonicalHash, sha256} from '../files/canonical-hash.js';
import {readJson} from '../files/json.js';
import {programVersion} from '../files/program-version.js';
import {option} from '../options/option-name.js';
import {isKnownSuite} from '../problem/suite.js';
import {rowsCountedBy} from '../score/count-trust.js';
import {modelKey} from '../score/model-names.js';
import {problemScores} from '../score/problem-scores.js';
import {scoreRun} from '../score/score-run.js';
import {scoring} from '../score/scoring.js';
import {refuseLargeArchive} from '../submission/archive.js';
import {type BoardRules, openBoard, readBoardRules} from '../submission/board-rules.js';
import type {Bundle} from '../submission/bundle.js';
import {checkReading} from '../submission/check.js';
import {faultLine} from '../submission/fault.js';
import {readBundle, requireBundleFile} from '../submission/read-bundle.js';
import {type GroundsOptions, openShelf, type Shelf} from '../submission/shelf.js';
import {
  agreementOf,
  countedAgainst,
  isWhole,
  type Verification,
  verificationSchema,
} from '../submission/verification.js';
import type {BoardEntry, EntryLevel, EntryScenario} from './entry.js';

export type EntriesOptions = GroundsOptions & {
  /** Folder of the bundles, and of the results of verifying them. */
  directory: string;
  /** Default: `rules.json` in that folder, where there is one. */
  rules?: string | undefined;
};

/** A bundle that stands on no board, or a result of verifying one that does not count; and why. */
export type RefusedEntry = {file: string; faults: string[]};

export type Entries = {
  entries: BoardEntry[];
  refused: RefusedEntry[];
  board: BoardRules;
  /** How many were read anew; the others were as they had been. */
  made: number;
};

/** How the file of a bundle is called. */
export const bundleName = /\.(tar\.gz|tgz)$/;

/** Where entries that were made before are kept. */
export type KeptEntries = {
  read(file: string): BoardEntry | null;
  /** Of a bundle that is neither barred nor a duplicate. */
  write(entry: BoardEntry, bundle: Bundle): Promise<void>;
};

/**
 * Every bundle of a folder, checked, with what verifying it came to.
 * @param kept those of unchanged bundles are taken from there.
 * @throws {UsageError} for a folder that is not there.
 */
export async function readEntries(
  options: EntriesOptions,
  kept: KeptEntries | null = null,
): Promise<Entries> {
  const {directory} = options;
  if (!existsSync(directory)) throw new UsageError(`${directory}: no such directory`);
  const names = readdirSync(directory).sort();
  const own = join(directory, 'rules.json');
  const rules = options.rules ?? (existsSync(own) ? own : undefined);
  const board = rules === undefined ? openBoard : readBoardRules(rules);
  const shelf = openShelf(options);
  const entries: BoardEntry[] = [];
  const refused: RefusedEntry[] = [];
  const twice: RefusedEntry[] = [];
  const whetherTwice = findDuplicates();
  let made = 0;
  for (const file of names.filter((name) => bundleName.test(name))) {
    const unreadable = whyUnreadable(join(directory, file));
    if (unreadable !== null) {
      refused.push({file, faults: [unreadable]});
      continue;
    }
    const {results, damaged} = readResults(directory, verificationNames(names, file));
    refused.push(...damaged);
    const key = keyOf(join(directory, file), results, board);
    const before = kept?.read(file);
    if (before && isUnchanged(before, key)) {
      entries.push(before);
      twice.push(...whetherTwice(before));
      continue;
    }
    made += 1;
    const outcome = await makeEntry(file, results, {
      ...{directory, suite: options.suite},
      ...{board, key, shelf},
    });
    if ('refused' in outcome) {
      refused.push(outcome.refused);
      continue;
    }
    entries.push(outcome.entry);
    const again = whetherTwice(outcome.entry);
    twice.push(...again);
    if (again.length === 0) await kept?.write(outcome.entry, outcome.bundle);
  }
  return {entries, refused: [...refused, ...twice], board, made};
}

/** What only has the name of a bundle, such as a folder, is no reason to make no board. */
function whyUnreadable(path: string): string | null {
  try {
    requireBundleFile(path);
    refuseLargeArchive(path);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** The results of verifying a bundle; one that is damaged takes nothing else off a board. */
export function readResults(
  directory: string,
  names: readonly string[],
): {results: Verification[]; damaged: RefusedEntry[]} {
  const [results, damaged]: [Verification[], RefusedEntry[]] = [[], []];
  for (const file of names) {
    try {
      results.push(readJson(join(directory, file), verificationSchema));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      damaged.push({file, faults: [error.message]});
    }
  }
  return {results, damaged};
}

function verificationNames(names: readonly string[], file: string): string[] {
  const base = `${file.replace(bundleName, '')}.verified-by-`;
  return names.filter((name) => name.startsWith(base) && name.endsWith('.json'));
}

/** Counts up where an entry that was made before would lack something. */
const entryForm = 2;

function keyOf(path: string, verifications: readonly Verification[], board: BoardRules): string {
  const results = verifications.map(({digest}) => digest);
  const program = programVersion();
  return canonicalHash({
    form: entryForm,
    bundle: sha256(readFileSync(path)),
    results,
    board,
    program,
  });
}

/** A fault may hang on what was at hand, such as the log; what has none does not. */
function isUnchanged(entry: BoardEntry, key: string): boolean {
  return entry.key === key && entry.faults.length === 0;
}

type EntryMaking = Pick<EntriesOptions, 'directory' | 'suite'> & {
  board: BoardRules;
  key: string;
  shelf: Shelf;
};

/** Rules under which a bundle stands on no board, not even as reported: it is not what it says. */
const barring = ['simulated', 'renamed', 'board-simulated'];

async function makeEntry(
  file: string,
  results: readonly Verification[],
  {directory, suite, board, key, shelf}: EntryMaking,
): Promise<{entry: BoardEntry; bundle: Bundle} | {refused: RefusedEntry}> {
  const path = join(directory, file);
  const reading = await readBundle(path);
  const unknown = 'bundle' in reading ? unknownSuite(reading.bundle, suite) : null;
  if (unknown !== null) return {refused: {file, faults: [unknown]}};
  const {check, problems} = await checkReading(reading, {file: path, board, shelf});
  const faults = check.faults.map(faultLine);
  const isBarred = check.faults.some(({rule}) => barring.includes(rule));
  if (!('bundle' in reading) || isBarred) return {refused: {file, faults}};
  const {bundle} = reading;
  const {model, simulated, suite: onSuite, log: onLog} = bundle.run;
  const own = results.filter(({bundle_sha256}) => bundle_sha256 === bundle.sha256);
  const figures = figuresOf(bundle, board, inseparableBy(own));
  if ('unscored' in figures) return {refused: {file, faults: [...faults, figures.unscored]}};
  const whole = own.filter(({sample, judged, programs}) => sample === 'all' && judged === programs);
  const agreements = whole.flatMap((result) => agreementOf(result) ?? []);
  const passing = bundle.rows.filter(
    ({origin, status}) => origin === 'answered' && status === 'pass',
  );
  const entry: BoardEntry = {
    key,
    file,
    bundle_sha256: bundle.sha256,
    model,
    info: bundle.info,
    simulated,
    mode: bundle.mode,
    suite: {...onSuite, problems},
    log: onLog && {sha256: onLog.sha256, reference_model: onLog.reference_model},
    level: levelOf(check.complete, own, {board, model}),
    faults,
    agreement: agreements.length === 0 ? null : Math.min(...agreements),
    verified_by: own.map(({by}) => by),
    passes: {
      all: passing.length,
      separate: passing.filter(({trust}) => trust === 'separate').length,
    },
    scenarios: figures.scenarios,
  };
  return {entry, bundle};
}

/** One result that contradicts a bundle outweighs any that bear it out. */
export function levelOf(
  complete: boolean,
  results: readonly Verification[],
  {board, model}: {board: BoardRules; model: string},
): EntryLevel {
  if (!complete) return 'reported';
  const isBorneOut = results.some(isWhole);
  const isContradicted = results.some((result) => countedAgainst(result) > board.turned_at_most);
  if (!isBorneOut || isContradicted) return 'complete';
  return results.some(({asked}) => bearsOutAnswers(asked, model)) ? 're-asked' : 're-judged';
}

/** Whether the same model was asked, some answer was equal, and most verdicts were. */
function bearsOutAnswers(asked: Verification['asked'], model: string): boolean {
  if (asked === null || modelKey(asked.model) !== modelKey(model)) return false;
  const answered = asked.questions - asked.refused;
  return asked.same_answer > 0 && asked.same_verdict * 2 >= answered;
}

/** A stranger's suite is not at hand, and no reason to make no board. */
function unknownSuite({run}: Bundle, named: string | undefined): string | null {
  const {name} = run.suite;
  if (named !== undefined || isKnownSuite(name)) return null;
  return `frozen: run.json: suite.name: ${name}: no suite at hand; name its file with ${option('suite')}`;
}

/** What is scored, or why the rows cannot be, which is no reason to make no board. */
function figuresOf(
  bundle: Bundle,
  board: BoardRules,
  inseparable: readonly string[],
): {scenarios: BoardEntry['scenarios']} | {unscored: string} {
  try {
    return {scenarios: scenariosOf(bundle, board, inseparable)};
  } catch (error) {
    if (error instanceof UsageError) return {unscored: error.message};
    throw error;
  }
}

/** What every result that recounted found inseparable; nothing on the bundle’s word alone. */
function inseparableBy(results: readonly Verification[]): string[] {
  const [first = [], ...others] = results.flatMap(({inseparable}) =>
    inseparable ? [inseparable.found] : [],
  );
  return first.filter((task) => others.every((found) => found.includes(task)));
}

function scenariosOf(
  {run, rows, mode, path}: Bundle,
  {trust}: BoardRules,
  inseparable: readonly string[],
) {
  const passes = run.totals?.passes && {...run.totals.passes, inseparable: [...inseparable]};
  const totals = run.totals && {...run.totals, passes};
  const counted = rowsCountedBy(trust, rows, {label: path, manifest: {...run, totals}});
  const metrics = scoreRun({mode, rows: counted, ...scoring});
  return Object.fromEntries(
    metrics.scenarios.flatMap(({scenario, n, mrr, recall}): [string, EntryScenario][] => {
      if (scenario === 'NONE') return [];
      const scores = (metric: 'mrr' | 'recall') =>
        problemScores({mode, rows: counted, scenario, metric});
      const tasks = [...scores('mrr').keys()];
      const figure = ({value, floor, gain}: typeof mrr) => ({value, floor, gain});
      return [
        [
          scenario,
          {
            n,
            mrr: figure(mrr),
            recall: figure(recall),
            tasks,
            values: {mrr: [...scores('mrr').values()], recall: [...scores('recall').values()]},
          },
        ],
      ];
    }),
  );
}

/**
 * An entry of a model of which one was seen, of the same revision, on the same log, is refused:
 * nobody makes another model by writing its name in capitals.
 */
function findDuplicates(): (entry: BoardEntry) => RefusedEntry[] {
  const seen = new Map<string, string>();
  return ({file, model, info, mode, log, suite}) => {
    const key = canonicalHash([
      model.trim().toLowerCase(),
      info.model_revision.toLowerCase(),
      mode,
      log?.sha256 ?? null,
      suite.sha256,
    ]);
    const first = seen.get(key);
    seen.set(key, first ?? file);
    if (first === undefined) return [];
    const fault = `duplicate: ${file}: ${model} at ${info.model_revision} stands in ${first} already; keep one of both`;
    return [{file, faults: [fault]}];
  };
}
