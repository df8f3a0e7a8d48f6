import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {sha256} from '../files/canonical-hash.js';
import type {Layers, ServerLaunch} from './fork-server.js';
import {createJobQueue, type JobQueue} from './job-queue.js';
import type {Candidate, Judge, JudgeIdentity, Judgement} from './judge.js';
import {DEFAULT_LIMITS, type Limits} from './limits.js';
import {choosePreload, guessMs, mayWait, modulesOf, type Preload} from './preload.js';
import {findPython} from './python-runtime.js';
import {runnerHash} from './runner-files.js';
import {chooseSeal} from './seal-choice.js';
import type {SealLevel} from './seal-policy.js';
import {openServerSlot, type ServerSlot} from './server-slot.js';
import {toJudgement} from './to-judgement.js';
import {openVerdictCache, type VerdictCache} from './verdict-cache.js';

export type JudgeOptions = {
  /** A path, or a name on PATH. Default `python3`. */
  python?: string;
  /** Jobs at once that use a core. Default: as many as cores. */
  workers?: number;
  /** Folder of the verdict cache; without it nothing is kept. */
  cacheDirectory?: string;
  /** Whether verdicts depend on installed distributions (suites with libraries) or on the Python version alone. Default: the latter. */
  distributions?: boolean;
  limits?: Partial<Limits>;
  /** The best level to try; the next ones follow where it does not hold. Default 1. */
  bestSeal?: SealLevel;
  /** Layers against forged passes to leave out, so that one can be tested without the others. */
  layers?: Partial<Layers>;
  /** Whether a job that timed out starved or asleep runs again, once and after the rest. Default false: its verdict then comes at most seconds after its limit. */
  secondChance?: boolean;
  /** Whether libraries are loaded before jobs are forked. Default true; only speed hangs on it. */
  preload?: boolean;
  /** Hears what each job took that was run, for whoever measures judging. */
  onJob?: (spent: JobSpent, candidate: Candidate) => void;
};

/** CPU time of one verdict in milliseconds: of the code and its tests in their first run, and of all runs with what watched them. */
export type JobSpent = {ownCpuMs: number; totalCpuMs: number};

/** How often a job is tried whose process was ended from outside, before its verdict counts as missing. */
const ATTEMPTS = 3;

/** Reasons are written into runs and verdicts: what a dying Python says behind the first line names folders of this machine. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A server that does not start is the matter of the job's own attempts. */
function ignoreUntilRun(): void {}

/** A priority below that of any expected duration. */
const AFTER_THE_REST = -1;

/** A job that timed out with less CPU than this share of its limit was starved by others, or slept: it gets a second chance. */
const FAIR_SHARE = 0.9;

function wasStarved(judgement: Judgement): boolean {
  return judgement.status === 'timeout' && (judgement.cpuMs ?? 0) < FAIR_SHARE * judgement.limitMs;
}

/**
 * Starts a judge. Close it, or the process does not end.
 * @throws {MissingRequirementError} when Python is absent or older than 3.10.
 */
export async function createJudge(options: JudgeOptions = {}): Promise<Judge> {
  const python = await findPython(options.python);
  const limits = {...DEFAULT_LIMITS, ...options.limits};
  const workers = options.workers ?? availableParallelism();
  const layers = {control: true, audit: true, ...options.layers};
  const preload = options.preload === false ? ['unittest'] : modulesOf('plain');
  const scratch = mkdtempSync(join(tmpdir(), 'convcodebench-'));
  chmodSync(scratch, 0o711); // run by root, jobs are other users, who must pass
  const {launch} = await chooseSeal(
    {python, limits, workers, layers, scratch, preload, distributions: options.distributions ?? false},
    options.bestSeal ?? 1,
  );
  const pool = openPool(launch, workers, options.preload ?? true, scratch);
  const {ready} = await pool.slotFor('plain').current();
  const identity: JudgeIdentity = {
    pythonMinor: python.minor,
    runnerHash: runnerHash(),
    environment: ready.environment,
    sealLevel: launch.settings.level,
  };
  const {cacheDirectory} = options;
  return judgeOver(
    pool,
    identity,
    {secondChance: options.secondChance ?? false, onJob: options.onJob ?? (() => {})},
    cacheDirectory === undefined ? undefined : openVerdictCache(cacheDirectory, identity, limits),
  );
}

type Pool = {
  run: JobQueue['add'];
  slotFor(preload: Preload): ServerSlot;
  close(): Promise<void>;
};

/** A fork server per preload, each started when first needed, and one queue over both. */
function openPool(launch: ServerLaunch, workers: number, preload: boolean, scratch: string): Pool {
  const queue = createJobQueue(workers);
  const tellIdle = () => queue.setIdle(Object.values(slots).reduce((sum, slot) => sum + slot.idle(), 0));
  const slotWith = (wanted: Preload) =>
    openServerSlot({...launch, settings: {...launch.settings, preload: modulesOf(wanted)}}, tellIdle);
  const slots: Record<Preload, ServerSlot> = {
    plain: openServerSlot(launch, tellIdle),
    libraries: slotWith('libraries'),
    rare: slotWith('rare'),
    tensors: slotWith('tensors'),
  };
  return {
    run: queue.add,
    slotFor: (wanted) => slots[preload ? wanted : 'plain'],
    close: async () => {
      await Promise.all(Object.values(slots).map((slot) => slot.close()));
      rmSync(scratch, {recursive: true, force: true});
    },
  };
}

function judgeOver(
  pool: Pool,
  identity: JudgeIdentity,
  {secondChance, onJob}: Required<Pick<JudgeOptions, 'secondChance' | 'onJob'>>,
  cache?: VerdictCache,
): Judge {
  const underWay = new Map<string, Promise<Judgement>>();
  const longestMs = new Map<string, number>(); // by test module: what its jobs took so far
  let jobs = 0;

  async function judge(candidate: Candidate): Promise<Judgement> {
    const {code, test, entryPoint, timeLimitMs} = candidate;
    const key = cache ? cache.key(candidate) : sha256(JSON.stringify([code, test, entryPoint, timeLimitMs]));
    const shared = underWay.get(key);
    if (shared !== undefined) return shared;
    const known = cache?.get(key);
    if (known !== undefined) return known;
    const verdict = judgeNow(candidate, key);
    underWay.set(key, verdict);
    return verdict.finally(() => underWay.delete(key));
  }

  async function judgeNow(candidate: Candidate, key: string): Promise<Judgement> {
    const {code, test} = candidate;
    const expected = {ms: longestMs.get(sha256(test)) ?? guessMs(candidate), waits: mayWait(candidate)};
    await pool.slotFor(choosePreload(code, test)).current().catch(ignoreUntilRun);
    const first = await pool.run(expected, () => run(candidate));
    const judgement =
      secondChance && wasStarved(first)
        ? await pool.run({...expected, ms: AFTER_THE_REST}, () => run(candidate))
        : first;
    cache?.put(key, judgement);
    return judgement;
  }

  async function run(candidate: Candidate): Promise<Judgement> {
    let reason = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const server = await pool.slotFor(choosePreload(candidate.code, candidate.test)).current();
        const result = await server.run(candidate);
        if (!('compilation_error' in result)) jobs += 1;
        if ('lost' in result) {
          reason = result.lost;
          continue;
        }
        if ('duration_ms' in result) {
          noteDuration(candidate.test, result.duration_ms);
          onJob({ownCpuMs: result.cpu_ms, totalCpuMs: result.total_cpu_ms}, candidate);
        }
        return toJudgement(result, candidate);
      } catch (error) {
        reason = firstLine(error instanceof Error ? error.message : String(error));
      }
    }
    return {status: 'missing', reason};
  }

  function noteDuration(test: string, durationMs: number): void {
    const key = sha256(test);
    longestMs.set(key, Math.max(durationMs, longestMs.get(key) ?? 0));
  }

  return {identity, judge, jobsRun: () => jobs, close: pool.close};
}
