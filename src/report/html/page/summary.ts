import type {Comparison} from '../../../compare/compare-runs.js';
import type {CorrelationRow} from '../../../correlate/correlate-runs.js';
import type {FoundCount} from '../../../run/found-counts.js';
import type {MissingReason} from '../../../run/missing-reasons.js';
import type {Mode} from '../../../run/mode.js';
import type {RunManifest} from '../../../run/run-manifest.js';
import type {VerdictRow} from '../../../run/verdict-row.js';
import type {TrustPolicy} from '../../../score/count-trust.js';
import type {Effect} from '../../../score/effects.js';
import type {Metrics} from '../../../score/metrics.js';
import type {ExceptionCount, LibraryCount, VerdictClassCount} from '../failure-classes.js';
import type {Grid} from '../grid.js';

/** What the page knows before anybody opens a conversation. JSON; the page's own format. */
export type PageSummary = {
  program_version: string;
  /** Which passes count in all figures. */
  trust: TrustPolicy;
  runs: PageRun[];
  /** In the suite's order, as far as a suite is at hand; else as the runs have them. */
  tasks: PageTask[];
  agreement: PageAgreement | null;
  comparisons: PageComparison[];
  /** Problems whose conversations are not in the page, and why. */
  left_out: {tasks: number; reason: string} | null;
};

export type PageTask = {
  task_id: string;
  libraries: string[];
  /** Scenarios in which a remark gave parts of the solution away. */
  leaked: VerdictRow['scenario'][];
  /** Number of the chunk that holds its conversations; null where they were left out. */
  chunk: number | null;
};

/** Static against live, or why the runs at hand do not tell. */
export type PageAgreement = {rows: CorrelationRow[]; live: string} | {refused: string};

/** Two runs of the page, problem by problem, or why they are not compared. */
export type PageComparison = {
  /** Their numbers, the smaller first: that is A. */
  runs: readonly [a: number, b: number];
} & (
  | {refused: string}
  | (Pick<Comparison, 'problems' | 'settings' | 'scenarios'> & {flips: PageFlip[]})
);

/** A problem, by its number, and at how many places Pass@1 counts it in one run alone. */
export type PageFlip = {at: number; only_a: number; only_b: number};

export type PageRun = {
  name: string;
  mode: Mode;
  reference: string | null;
  manifest: RunManifest;
  /** As the manifest has them; of a run that is not finished, as far as it is. */
  totals: RunManifest['totals'];
  model_served: string[];
  /** As `metrics.json` has them. */
  metrics: Metrics;
  /** Names the problems that these are over. */
  problems_sha256: string | undefined;
  /** The same over the problems whose ground truth passes, where that makes a difference. */
  where_passing: Metrics | null;
  effects: Effect[];
  /** Verdicts that are there, of those planned; null where the run is finished. */
  unfinished: {known: number; planned: number} | null;
  missing: MissingReason[];
  found: FoundCount[];
  /** Passes of answers by how they were established; `null`: nobody can tell. */
  trust: {trust: VerdictRow['trust']; n: number}[];
  /** Passes of one process that could have been held apart; null where the run does not tell. */
  hanging: number | null;
  /** Answers whose program does not compile; null where nobody knows. */
  not_compiling: number | null;
  /** Places by how they came to their status. */
  origins: {origin: VerdictRow['origin']; n: number}[];
  classes: VerdictClassCount[];
  /** Null where the run kept no tracebacks. */
  exceptions: ExceptionCount[] | null;
  /** Null where the suite is not at hand. */
  libraries: LibraryCount[] | null;
  grid: Grid;
  /** What is not at hand, a sentence each. */
  lacks: string[];
};
