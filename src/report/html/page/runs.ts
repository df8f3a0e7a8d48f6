import {type CountedSoFar, countSoFar} from '../../../run/counted-so-far.js';
import {countNotCompiling} from '../../../run/failed-programs.js';
import {foundCounts} from '../../../run/found-counts.js';
import {readRun, type StoredRun} from '../../../run/read-run.js';
import {isFinished, readUnfinishedRun} from '../../../run/unfinished-run.js';
import type {VerdictRow} from '../../../run/verdict-row.js';
import type {Convention} from '../../../score/convention.js';
import {rowsCountedBy, type TrustPolicy} from '../../../score/count-trust.js';
import {effectsOfFeedback} from '../../../score/effects.js';
import {
  type ScoredRun,
  scoreStoredRun,
  scoreWherePassing,
} from '../../../score/score-stored-run.js';
import {scoring} from '../../../score/scoring.js';
import {modeName, namedRuns} from '../../run-names.js';
import {type OpenedSources, openEvidence, type RunEvidence} from '../evidence.js';
import {exceptionCounts, libraryCounts, verdictClassCounts} from '../failure-classes.js';
import {gridOf} from '../grid.js';
import {shortName} from '../short-name.js';
import type {PageRun} from './summary.js';

/** A run of the page with all that is at hand about it. */
export type OpenedRun = {
  stored: StoredRun;
  unfinished: PageRun['unfinished'];
  /** Of a run that is not finished: what the manifest of a finished one would say. */
  soFar?: CountedSoFar;
  evidence: RunEvidence;
};

/**
 * Reads a run, finished or not, and opens what is at hand about its conversations.
 * @throws {UsageError} for a directory that is no run; {FileFormatError} for a damaged one.
 */
export async function openPageRun(directory: string, sources: OpenedSources): Promise<OpenedRun> {
  if (isFinished(directory)) {
    const stored = await readRun(directory);
    return {stored, unfinished: null, evidence: await openEvidence(stored, sources)};
  }
  const {known, planned, ...stored} = await readUnfinishedRun(directory);
  return {
    stored,
    unfinished: {known, planned},
    soFar: await countSoFar(directory, stored.rows),
    evidence: await openEvidence(stored, sources),
  };
}

/** How the figures of a page count. */
export type FigureCounting = {convention: Convention; trust: TrustPolicy};

/**
 * The runs as the page's summary has them; `tasks`: all problems of the page, in its order.
 * @throws {UsageError} by `trust`, for a run that does not tell how its passes were established.
 */
export function pageRuns(
  runs: readonly OpenedRun[],
  tasks: readonly string[],
  counting: FigureCounting,
): PageRun[] {
  const {convention, trust} = counting;
  const scored = runs.map(({stored}) => scoreStoredRun(stored, convention, undefined, trust));
  return namedRuns(scored).map(({run, name}, i) => {
    const opened = runs[i];
    if (opened === undefined) throw new RangeError('as many scored runs as runs');
    return pageRun(opened, {
      scored: run,
      name: shortName(pageName(run, name, scored)),
      tasks,
      ...counting,
    });
  });
}

/** Two runs of one model that came about differently are told apart by how. */
function pageName(run: ScoredRun, name: string, all: readonly ScoredRun[]): string {
  const alike = all.filter(({manifest}) => manifest.model === run.manifest.model);
  const {mode} = run.metrics;
  const inMode = alike.filter(({metrics}) => metrics.mode === mode);
  if (new Set(inMode.map(modeName)).size > 1) return `${name}, ${modeName(run)}`;
  return inMode.length < alike.length ? `${name}, ${mode}` : name;
}

type RunContext = FigureCounting & {scored: ScoredRun; name: string; tasks: readonly string[]};

function pageRun(
  {stored, unfinished, soFar, evidence}: OpenedRun,
  {scored, name, tasks, convention, trust}: RunContext,
): PageRun {
  const {mode, manifest, rows} = stored;
  const {totals, model_served} = soFar ?? manifest;
  const {problems} = evidence;
  const counted = rowsCountedBy(trust, rows, stored);
  const discounted = new Set(rows.filter((row, i) => counted[i] !== row));
  return {
    name,
    mode,
    reference: manifest.log?.reference_model ?? null,
    manifest,
    totals,
    model_served,
    metrics: scored.metrics,
    problems_sha256: scored.problems_sha256,
    where_passing: scoreWherePassing(stored, convention, trust)?.metrics ?? null,
    effects: effectsOfFeedback({rows: counted, ...scoring}),
    unfinished,
    missing: scored.missing,
    found: foundCounts(rows),
    trust: countBy(
      rows.filter(({origin, status}) => origin === 'answered' && status === 'pass'),
      (row) => row.trust,
    ).map(([how, n]) => ({trust: how, n})),
    hanging: scored.trust.hanging,
    not_compiling: countNotCompiling(rows, evidence.compiles),
    origins: countBy(rows, ({origin}) => origin).map(([origin, n]) => ({origin, n})),
    classes: verdictClassCounts(rows, discounted),
    exceptions: evidence.hasFailures ? exceptionCounts(tracebacks(rows, evidence)) : null,
    libraries: problems
      ? libraryCounts(counted, (task) => librariesOf(problems.get(task)?.libs ?? ''))
      : null,
    grid: gridOf(rows, tasks, discounted),
    lacks: evidence.lacks,
  };
}

function countBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): [Key, number][] {
  const counted = new Map<Key, number>();
  for (const item of items) counted.set(keyOf(item), (counted.get(keyOf(item)) ?? 0) + 1);
  return [...counted].sort(([, a], [, b]) => b - a);
}

function* tracebacks(rows: Iterable<VerdictRow>, evidence: RunEvidence): Generator<string[]> {
  for (const row of rows) {
    if (row.origin !== 'answered' || row.status === 'pass') continue;
    const texts = evidence.failuresOf(row)?.map(({text}) => text) ?? [];
    if (texts.length > 0) yield texts;
  }
}

/** The names in a problem's `libs`, a Python list as text. */
export function librariesOf(libs: string): string[] {
  return Array.from(libs.matchAll(/'([^']+)'|"([^"]+)"/g), ([, single, double]) => {
    return single ?? double ?? '';
  });
}
