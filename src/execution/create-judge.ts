import {availableParallelism} from 'node:os';
import PQueue from 'p-queue';
import type {Layers} from './fork-server.js';
import type {Candidate, Judge, JudgeIdentity, Judgement} from './judge.js';
import {DEFAULT_LIMITS, type Limits} from './limits.js';
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
  /** Jobs at once. Default: as many as cores. */
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
};

/** How often a job is tried whose process was ended from outside, before its verdict counts as missing. */
const ATTEMPTS = 3;

/**
 * Starts a judge. Close it, or the process does not end.
 * @throws {MissingRequirementError} when Python is absent or older than 3.10.
 */
export async function createJudge(options: JudgeOptions = {}): Promise<Judge> {
  const python = await findPython(options.python);
  const limits = {...DEFAULT_LIMITS, ...options.limits};
  const workers = options.workers ?? availableParallelism();
  const distributions = options.distributions ?? false;
  const {launch} = await chooseSeal(
    {python, limits, workers, distributions, preload: PRELOAD, layers: {control: true, audit: true, ...options.layers}},
    options.bestSeal ?? 1,
  );
  const slot = openServerSlot(launch);
  const {ready} = await slot.current();
  const identity: JudgeIdentity = {
    pythonMinor: python.minor,
    runnerHash: runnerHash(),
    environment: ready.environment,
    sealLevel: launch.settings.level,
  };
  const cache =
    options.cacheDirectory === undefined ? undefined : openVerdictCache(options.cacheDirectory, identity, limits);
  return judgeOver(slot, identity, workers, cache);
}

function judgeOver(slot: ServerSlot, identity: JudgeIdentity, workers: number, cache?: VerdictCache): Judge {
  const queue = new PQueue({concurrency: workers});
  const underWay = new Map<string, Promise<Judgement>>();
  let jobs = 0;

  async function judge(candidate: Candidate): Promise<Judgement> {
    const key = cache ? cache.key(candidate) : JSON.stringify(Object.values(candidate));
    const shared = underWay.get(key);
    if (shared !== undefined) return shared;
    const known = cache?.get(key);
    if (known !== undefined) return known;
    const verdict = queue.add(() => run(candidate));
    underWay.set(key, verdict);
    try {
      const judgement = await verdict;
      cache?.put(key, judgement);
      return judgement;
    } finally {
      underWay.delete(key);
    }
  }

  async function run(candidate: Candidate): Promise<Judgement> {
    let reason = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const server = await slot.current();
        const result = await server.run(candidate);
        if (!('compilation_error' in result)) jobs += 1;
        if (!('lost' in result)) return toJudgement(result, candidate);
        reason = result.lost;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    return {status: 'missing', reason};
  }

  return {identity, judge, jobsRun: () => jobs, close: () => slot.close()};
}

/** Loaded before the first job: what nearly every test module needs. Loading it in each job would cost more than the job. */
const PRELOAD = ['unittest', 'unittest.mock', 'collections', 'datetime', 'csv', 'json', 're', 'random', 'tempfile'];
