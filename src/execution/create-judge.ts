import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {sha256} from '../files/canonical-hash.js';
import type {ForkServer, Layers, ServerLaunch} from './fork-server.js';
import {createJobQueue, type JobQueue} from './job-queue.js';
import type {Candidate, Judge, JudgeIdentity, Judgement} from './judge.js';
import {ATTEMPTS, DEFAULT_LIMITS, FAIR_SHARE, type Limits} from './limits.js';
import {createTierChoice, guessMs, mayWait, PRELOAD} from './preload.js';
import {findPython} from './python-runtime.js';
import {runnerHash} from './runner-files.js';
import type {JobResult} from './runner-message.js';
import {chooseSeal} from './seal-choice.js';
import {planLaunch} from './seal-launch.js';
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
  /** Whether the jobs are such second runs already, so that a starved timeout counts, and is kept. Default false. */
  secondRun?: boolean;
  /** Whether libraries are loaded before jobs are forked. Default true; only speed hangs on it. */
  preload?: boolean;
  /** Hears what each job took that was run, for whoever measures judging. */
  onJob?: (spent: JobSpent, candidate: Candidate) => void;
};

/** What one verdict took, in milliseconds: CPU time of the code and its tests in their first run, and of all runs with what watched them; wall time of the first run. */
export type JobSpent = {ownCpuMs: number; totalCpuMs: number; durationMs: number};

/** Reasons are written into runs and verdicts: what a dying Python says behind the first line names folders of this machine. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A server that does not start is the matter of the job's own attempts. */
function ignoreUntilRun(): void {}

/** A priority below that of any expected duration. */
const AFTER_THE_REST = -1;

const SIGKILL = 9;

/** Jobs that nobody ends from outside rarely end by this signal; the kernel sends it when memory runs out. */
function wasKilled(result: JobResult): boolean {
  return 'ended' in result && result.ended.kind === 'signal' && result.ended.signal === SIGKILL;
}

/** A timeout without its share of the machine says little: it deserves a second run, and to be kept only when that ends the same. */
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
  const preload = options.preload === false ? [['unittest']] : PRELOAD;
  const scratch = mkdtempSync(join(tmpdir(), 'convcodebench-'));
  chmodSync(scratch, 0o711); // run by root, jobs are other users, who must pass
  const planned = {python, limits, workers, layers, scratch, preload, distributions: options.distributions ?? false};
  let pool: Pool | undefined;
  try {
    const best = options.bestSeal ?? 1;
    pool = openPool(planLaunch({...planned, level: best}), workers); // starts while the seal is probed, which most often holds
    pool.server().catch(ignoreUntilRun);
    const {launch} = await chooseSeal(planned, best);
    if (launch.settings.level !== best) {
      await pool.close();
      pool = openPool(launch, workers);
    }
    const {ready} = await firstServer(pool);
    const identity: JudgeIdentity = {
      pythonMinor: python.minor,
      runnerHash: runnerHash(),
      environment: ready.environment,
      sealLevel: launch.settings.level,
    };
    const {cacheDirectory} = options;
    const cache = cacheDirectory === undefined ? undefined : openVerdictCache(cacheDirectory, identity, limits);
    const {secondChance = false, secondRun = false, onJob = () => {}} = options;
    return judgeOver({pool, scratch}, identity, {secondChance, secondRun, onJob}, cache);
  } catch (error) {
    await endAll(pool, scratch);
    throw error;
  }
}

async function endAll(pool: Pool | undefined, scratch: string): Promise<void> {
  await pool?.close();
  rmSync(scratch, {recursive: true, force: true});
}

/** A server ended from outside while it starts is started again, as one that is ended later. */
async function firstServer(pool: Pool): Promise<ForkServer> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    try {
      return await pool.server();
    } catch {
      // the last attempt says why
    }
  }
  return pool.server();
}

type Pool = {
  run: JobQueue['add'];
  server: ServerSlot['current'];
  chooseTier(candidate: Candidate): number;
  /** The server, with the libraries of a tier loaded. */
  prepared(tier: number): Promise<ForkServer>;
  close(): Promise<void>;
};

function openPool(launch: ServerLaunch, workers: number): Pool {
  const queue = createJobQueue(workers);
  const slot = openServerSlot(launch, queue.setIdle);
  return {
    run: queue.add,
    server: slot.current,
    chooseTier: createTierChoice(launch.settings.preload.length - 1),
    prepared: async (tier) => {
      const server = await slot.current();
      await server.prepare(tier);
      return server;
    },
    close: slot.close,
  };
}

function judgeOver(
  {pool, scratch}: {pool: Pool; scratch: string},
  identity: JudgeIdentity,
  {secondChance, secondRun, onJob}: Required<Pick<JudgeOptions, 'secondChance' | 'secondRun' | 'onJob'>>,
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
    const expected = {ms: longestMs.get(sha256(candidate.test)) ?? guessMs(candidate), waits: mayWait(candidate)};
    const tier = pool.chooseTier(candidate);
    await pool.prepared(tier).catch(ignoreUntilRun);
    const first = await pool.run(expected, () => run(candidate, tier));
    if (wasStarved(first) && !secondRun) {
      if (!secondChance) return first; // whoever judges it again has the last word
      const second = await pool.run({...expected, ms: AFTER_THE_REST}, () => run(candidate, tier));
      cache?.put(key, second);
      return second;
    }
    cache?.put(key, first);
    return first;
  }

  async function run(candidate: Candidate, tier: number): Promise<Judgement> {
    let reason = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const server = await pool.prepared(tier);
        const result = await server.run(candidate, tier);
        if (!('compilation_error' in result)) jobs += 1;
        if ('lost' in result) {
          reason = result.lost;
          continue;
        }
        if ('duration_ms' in result) {
          noteDuration(candidate.test, result.duration_ms);
          const {cpu_ms: ownCpuMs, total_cpu_ms: totalCpuMs, duration_ms: durationMs} = result;
          onJob({ownCpuMs, totalCpuMs, durationMs}, candidate);
        }
        if (wasKilled(result) && attempt < ATTEMPTS) continue;
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

  return {identity, judge, jobsRun: () => jobs, close: () => endAll(pool, scratch)};
}
