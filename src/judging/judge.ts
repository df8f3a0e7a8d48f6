import type {JudgeIdentity} from './judge-identity.js';
import type {Trust} from './trust.js';

/**
 * The port behind which code is judged. What stands behind it (a plain worker pool, a sealed fork
 * server) decides how safely and how fast; the words in here are the same for all.
 */

/** One thing to judge: a program and the problem's test module. */
export type Candidate = {
  /**
   * Python that runs before the program, in the same namespace, compiled by itself: what the
   * problem's prompt gives. `''` for none.
   */
  prelude: string;
  /** The model's own code. Lines are counted from its first, and the tests' follow its last. */
  program: string;
  /** Python source with a `unittest.TestCase` class `TestCases`. */
  test: string;
  entryPoint: string;
  /** Wall-clock limit of the job, in milliseconds. */
  timeLimitMs: number;
  /** How tests and program are held apart; without it they share a process. */
  separation?: Separation | undefined;
};

/**
 * Asks for tests and program to be held apart. `profile`: what of the protocol a pass may need,
 * null for anything. `header`: what the problem's prompt gives, where the program brings its own
 * imports and no prelude: tests that lean on such an import find the library of their own side.
 */
export type Separation = {profile: readonly string[] | null; header?: string | undefined};

/**
 * Of a pass whose candidate had a separation: its trust and, where its tests were apart, the
 * profile of what it needed.
 */
export type Established = {trust?: Trust | undefined; profile?: readonly string[] | undefined};

/** How a process ended that gave no report. */
export type Ending = {kind: 'signal'; signal: number} | {kind: 'exit'; code: number};

/**
 * One failing entry. `test` is a method name, that of a subtest (`test_two (i=1)`), or `ALL` for
 * what belongs to no single test (error on import, setUpClass, timeout, exit, crash). `text` is the
 * traceback without trailing newlines, normalised as DESIGN.md section 3 says (begins at
 * `Traceback`, file `__test__.py` without its lines, no frame of ours, `0x…`, `<python>`,
 * `<site>`), uncut but for the 20 kB cap on a single test; or the fixed words for a timeout or an
 * ended process.
 */
export type Failure = {test: string; text: string};

/** What was seen of the tests of code that compiled. */
export type TestReport = {
  /**
   * The test methods the source of the test module names, in source order, each once (the last
   * definition counts).
   */
  tests: string[];
  /** Failing entries in source order, inherited and generated tests after them, `ALL` last. */
  failures: Failure[];
};

/**
 * The verdict on a candidate (DESIGN.md, section 2). `cpuMs` of a timeout tells whether the job had
 * its share of the machine (at least 90% of the limit) or was starved or idle.
 */
export type Judgement =
  | ({status: 'pass'; report: TestReport} & Established)
  | {status: 'fail'; report: TestReport}
  | {status: 'fail'; compilationError: string}
  | {status: 'timeout'; limitMs: number; cpuMs?: number; report: TestReport}
  | {status: 'error'; ended: Ending; report: TestReport}
  | {status: 'missing'; reason: string};

export type Status = Judgement['status'];

/**
 * A pool that judges code. `judge` may be called any number of times at once; it queues what
 * exceeds its workers.
 */
export type Judge = {
  /** What it is made of, as it stands in the manifests of what it judged. */
  identity: JudgeIdentity;
  /**
   * The Python that code runs under, a path on this machine: problems whose libraries it lacks are
   * left out. Without one the judge is taken to have all libraries.
   */
  python?: string | undefined;
  /**
   * Whether it judges with tests and program apart where a candidate asks for it. Default: all its
   * passes are `shared`.
   */
  separates?: boolean | undefined;
  /**
   * Whether it gives the two a process each all the same, where it cannot hold them apart. Such a
   * pass is `shared`, but much harder to forge than in one process.
   */
  triesApart?: boolean | undefined;
  /**
   * The verdict on a candidate. A timeout whose job had not its share of the machine is told, and
   * kept for nobody; `again` is the second run that it deserves: it comes after the rest of what is
   * queued, with nothing beside it unless this judge saw it sleep, and counts however it ends.
   */
  judge(candidate: Candidate, options?: {again?: boolean | undefined}): Promise<Judgement>;
  /**
   * How many programs it can use under way, where that is more than a machine needs: many workers
   * behind it want more to choose from.
   */
  atOnce?: (() => number) | undefined;
  /** How many jobs were really run (cached verdicts and shared jobs not counted). */
  jobsRun(): number;
  close(): Promise<void>;
};
