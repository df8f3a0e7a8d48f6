import {HarnessError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {retrying} from '../files/retrying.js';
import type {Candidate, Judge, Judgement} from './judge.js';
import {ATTEMPTS} from './limits.js';
import {isFromOutside, ServerLostError} from './server/fork-server.js';
import type {Pool} from './server/pool.js';
import {guessMs, mayWait} from './server/preload.js';
import type {JobResult} from './server/runner-message.js';
import {hasSlept, wasStarved} from './starved.js';
import {toJudgement} from './to-judgement.js';
import type {VerdictCache} from './verdict-cache.js';

/**
 * What one verdict took, in milliseconds: CPU time of the code and its tests in their first run,
 * and of all runs with what watched them; wall time of the first run.
 */
type JobSpent = {ownCpuMs: number; totalCpuMs: number; durationMs: number} & Pick<
  Extract<JobResult, {duration_ms: number}>,
  'status' | 'trust' | 'used' | 'doubts'
>;

export type OnJob = (spent: JobSpent, candidate: Candidate) => void;

const SIGKILL = 9;

/** Judges each candidate once: what is under way or in the cache is not run again. */
export function judgeJobs(
  pool: Pool,
  onJob: OnJob = () => {},
  cache?: VerdictCache,
): Pick<Judge, 'judge' | 'jobsRun'> {
  const underWay = new Map<string, Promise<Judgement>>();
  // A busy machine starves second runs too: nobody but this judge goes by their timeouts.
  const starvedTwice = new Map<string, Judgement>();
  const sleepers = new Set<string>(); // what slept in its first run
  const longestMs = new Map<string, number>(); // by test module: what its jobs took so far
  let jobs = 0;

  async function judge(candidate: Candidate, {again = false} = {}): Promise<Judgement> {
    const {prelude, program, test, entryPoint, timeLimitMs, separation} = candidate;
    const key = cache
      ? cache.key(candidate)
      : sha256(JSON.stringify([prelude, program, test, entryPoint, timeLimitMs, separation]));
    const job = `${key} ${again}`;
    const shared = underWay.get(job);
    if (shared !== undefined) return shared;
    const known = cache?.get(key) ?? starvedTwice.get(key);
    if (known !== undefined) return known;
    const verdict = judgeNow(candidate, {again, slept: sleepers.has(key)});
    underWay.set(job, verdict);
    return verdict
      .then((judgement) => {
        if (!wasStarved(judgement)) cache?.put(key, judgement);
        else if (again) starvedTwice.set(key, judgement);
        else if (hasSlept(judgement)) sleepers.add(key);
        return judgement;
      })
      .finally(() => underWay.delete(job));
  }

  /** A second run is the last; with nobody beside it, unless the first is known to have slept. */
  async function judgeNow(
    candidate: Candidate,
    {again, slept}: {again: boolean; slept: boolean},
  ): Promise<Judgement> {
    const tier = pool.chooseTier(candidate);
    await pool.prepared(tier).catch(ignoreUntilRun);
    const run = () => runUntilTold(candidate, tier);
    if (again) return slept ? pool.run({ms: 0, waits: true}, run) : pool.runAlone(run);
    const ms = longestMs.get(sha256(candidate.test)) ?? guessMs(candidate);
    return pool.run({ms, waits: mayWait(candidate)}, run);
  }

  /** A job that was ended from outside is run again: nothing is known about its code. */
  async function runUntilTold(candidate: Candidate, tier: number): Promise<Judgement> {
    try {
      return await retrying(
        (attempt) => runOnce(candidate, tier, attempt === ATTEMPTS),
        ({error, attempt}) => (isFromOutside(error) && attempt < ATTEMPTS ? 0 : null),
      );
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      if (isFromOutside(cause)) return {status: 'missing', reason: firstLine(text)};
      throw new HarnessError(`judging broke off, which no program under test can cause: ${text}`, {
        cause,
      });
    }
  }

  async function runOnce(candidate: Candidate, tier: number, isLast: boolean): Promise<Judgement> {
    const server = await pool.prepared(tier);
    const result = await server.run(candidate, tier);
    if (!('compilation_error' in result)) jobs += 1;
    if ('lost' in result) throw new ServerLostError(result.lost);
    if ('duration_ms' in result) {
      noteDuration(candidate.test, result.duration_ms);
      const {cpu_ms: ownCpuMs, total_cpu_ms: totalCpuMs, duration_ms: durationMs} = result;
      const {status, trust, used, doubts} = result;
      onJob({ownCpuMs, totalCpuMs, durationMs, status, trust, used, doubts}, candidate);
    }
    if (wasKilled(result) && !isLast) throw new ServerLostError('the job was killed from outside');
    return toJudgement(result, candidate);
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
