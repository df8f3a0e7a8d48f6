import {sha256} from '../files/canonical-hash.js';
import type {Candidate, Judge, Judgement} from './judge.js';
import {ATTEMPTS, FAIR_SHARE} from './limits.js';
import type {Pool} from './server/pool.js';
import {guessMs, mayWait} from './server/preload.js';
import type {JobResult} from './server/runner-message.js';
import {toJudgement} from './to-judgement.js';
import type {VerdictCache} from './verdict-cache.js';

/**
 * What one verdict took, in milliseconds: CPU time of the code and its tests in their first run,
 * and of all runs with what watched them; wall time of the first run.
 */
export type JobSpent = {ownCpuMs: number; totalCpuMs: number; durationMs: number};

/**
 * What becomes of a timeout whose job starved or slept: `tell` it, but keep it for nobody, since
 * whoever judges the job again has the last word; `repeat` the job, once and after the rest, and
 * let that run count; let it `count`, as the jobs are such second runs already.
 */
export type StarvedTimeouts = 'tell' | 'repeat' | 'count';

export type JobOptions = {
  starvedTimeouts: StarvedTimeouts;
  /** Hears what each job took that was run, for whoever measures judging. */
  onJob: (spent: JobSpent, candidate: Candidate) => void;
};

/** A priority below that of any expected duration. */
const AFTER_THE_REST = -1;

const SIGKILL = 9;

/** Judges each candidate once: what is under way or in the cache is not run again. */
export function judgeJobs(
  pool: Pool,
  {starvedTimeouts, onJob}: JobOptions,
  cache?: VerdictCache,
): Pick<Judge, 'judge' | 'jobsRun'> {
  const underWay = new Map<string, Promise<Judgement>>();
  const longestMs = new Map<string, number>(); // by test module: what its jobs took so far
  let jobs = 0;

  async function judge(candidate: Candidate): Promise<Judgement> {
    const {code, test, entryPoint, timeLimitMs} = candidate;
    const key = cache
      ? cache.key(candidate)
      : sha256(JSON.stringify([code, test, entryPoint, timeLimitMs]));
    const shared = underWay.get(key);
    if (shared !== undefined) return shared;
    const known = cache?.get(key);
    if (known !== undefined) return known;
    const verdict = judgeNow(candidate, key);
    underWay.set(key, verdict);
    return verdict.finally(() => underWay.delete(key));
  }

  async function judgeNow(candidate: Candidate, key: string): Promise<Judgement> {
    const expected = {
      ms: longestMs.get(sha256(candidate.test)) ?? guessMs(candidate),
      waits: mayWait(candidate),
    };
    const tier = pool.chooseTier(candidate);
    await pool.prepared(tier).catch(ignoreUntilRun);
    const first = await pool.run(expected, () => run(candidate, tier));
    const isOpen = starvedTimeouts !== 'count' && wasStarved(first);
    if (isOpen && starvedTimeouts === 'tell') return first;
    const last = isOpen
      ? await pool.run({...expected, ms: AFTER_THE_REST}, () => run(candidate, tier))
      : first;
    cache?.put(key, last);
    return last;
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

  return {judge, jobsRun: () => jobs};
}

/**
 * Reasons are written into runs and verdicts: what a dying Python says behind the first line names
 * folders of this machine.
 */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A server that does not start is the matter of the job's own attempts. */
function ignoreUntilRun(): void {}

/**
 * Jobs that nobody ends from outside rarely end by this signal; the kernel sends it when memory
 * runs out.
 */
function wasKilled(result: JobResult): boolean {
  return 'ended' in result && result.ended.kind === 'signal' && result.ended.signal === SIGKILL;
}

/**
 * A timeout without its share of the machine says little: it deserves a second run, and to be kept
 * only when that ends the same.
 */
function wasStarved(judgement: Judgement): boolean {
  return judgement.status === 'timeout' && (judgement.cpuMs ?? 0) < FAIR_SHARE * judgement.limitMs;
}
