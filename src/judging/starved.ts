import type {Candidate, Judge, Judgement} from './judge.js';

/**
 * A job that timed out with less CPU than this share of its limit was starved by others, or slept.
 */
const FAIR_SHARE = 0.9;

/**
 * Whether a timeout says little, as its job had not its share of the machine: it deserves a second
 * run, whose verdict counts where it was asked for and is not kept for others. A judge that cannot
 * tell the CPU time counts as one that gave the job its share.
 */
export function wasStarved(judgement: Judgement): boolean {
  if (judgement.status !== 'timeout' || judgement.cpuMs === undefined) return false;
  return judgement.cpuMs < FAIR_SHARE * judgement.limitMs;
}

/** With less than this share of its limit a job waited all the time, for others or for a clock. */
const WORKING_SHARE = 0.1;

/**
 * Whether a starved job hardly asked for a core: its second run needs none to itself. Many that
 * sleep would else cost their limit each, one after the other.
 */
export function hasSlept(judgement: Judgement): boolean {
  if (judgement.status !== 'timeout' || judgement.cpuMs === undefined) return false;
  return judgement.cpuMs < WORKING_SHARE * judgement.limitMs;
}

/**
 * The verdict that counts, where it is needed before anything else can go on: a starved job runs
 * once more, after the rest of what the judge has to do.
 */
export async function judgeSettled(judge: Judge, candidate: Candidate): Promise<Judgement> {
  const first = await judge.judge(candidate);
  return wasStarved(first) ? judge.judge(candidate, {again: true}) : first;
}
