import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {Judge} from './judge.js';
import type {JudgeIdentity} from './judge-identity.js';
import {judgeJobs, type OnJob} from './judge-jobs.js';
import {DEFAULT_LIMITS, type Limits} from './limits.js';
import {chooseSeal} from './seal/choice.js';
import {planLaunch} from './seal/launch.js';
import {openMemoryGroup} from './seal/memory-group.js';
import type {SealLevel} from './seal/policy.js';
import type {Layers} from './server/fork-server.js';
import {openPool, type Pool} from './server/pool.js';
import {PRELOAD} from './server/preload.js';
import {findPython} from './server/python-runtime.js';
import {openVerdictCache} from './verdict-cache.js';
import {VERDICT_VERSION} from './verdict-version.js';

export type JudgeOptions = {
  /** Hears what each job took that was run, for whoever measures judging. */
  onJob?: OnJob | undefined;
  /** A path, or a name on PATH. Default `python3`. */
  python?: string | undefined;
  /** Jobs at once that use a core. Default: as many as cores. */
  workers?: number | undefined;
  /** Folder of the verdict cache; without it nothing is kept. */
  cacheDirectory?: string | undefined;
  /**
   * Whether verdicts depend on installed distributions (suites with libraries) or on the Python
   * version alone. Default: the latter.
   */
  distributions?: boolean | undefined;
  limits?: Partial<Limits> | undefined;
  /** The best level to try; the next ones follow where it does not hold. Default 1. */
  bestSeal?: SealLevel | undefined;
  /** Layers against forged passes to leave out, so that one can be tested without the others. */
  layers?: Partial<Layers> | undefined;
  /** Whether libraries are loaded before jobs are forked. Default true; only speed hangs on it. */
  preload?: boolean | undefined;
};

/**
 * Starts a judge. Close it, or the process does not end.
 * @throws {MissingRequirementError} when Python is absent or older than 3.10.
 */
export async function createJudge(options: JudgeOptions = {}): Promise<Judge> {
  const {
    workers = availableParallelism(),
    bestSeal = 1,
    distributions = false,
    cacheDirectory,
  } = options;
  const python = await findPython(options.python);
  const limits = {...DEFAULT_LIMITS, ...options.limits};
  const layers = {audit: true, ...options.layers};
  const preload = options.preload === false ? [['unittest']] : PRELOAD;
  const scratch = mkdtempSync(join(tmpdir(), 'convcodebench-'));
  chmodSync(scratch, 0o711); // run by root, jobs are other users, who must pass
  const group = openMemoryGroup();
  const memoryGroup = 'reason' in group ? undefined : group.descriptor;
  const planned = {python, limits, layers, scratch, preload, distributions, memoryGroup};
  const end = async (pool: Pool | undefined) => {
    await pool?.close();
    if (!('reason' in group)) await group.close();
    rmSync(scratch, {recursive: true, force: true});
  };
  let pool: Pool | undefined;
  try {
    pool = openPool(planLaunch({...planned, level: bestSeal}), workers);
    pool.server().catch(ignoreUntilUsed); // starts while the seal is probed, which most often holds
    const running = isDeepStrictEqual(limits, DEFAULT_LIMITS) ? pool.server : undefined;
    const {launch} = await chooseSeal(planned, bestSeal, running);
    if (launch.settings.level !== bestSeal) {
      await pool.close();
      pool = openPool(launch, workers);
    }
    const {ready} = await pool.server();
    const identity: JudgeIdentity = {
      pythonMinor: python.minor,
      verdictVersion: VERDICT_VERSION,
      environment: ready.environment,
      sealLevel: launch.settings.level,
    };
    const cache =
      cacheDirectory === undefined ? undefined : openVerdictCache(cacheDirectory, identity, limits);
    const used = pool;
    return {
      identity,
      python: python.path,
      separates: launch.settings.level <= 2,
      triesApart: launch.settings.level === 3,
      ...judgeJobs(used, options.onJob, cache),
      close: () => end(used),
    };
  } catch (error) {
    await end(pool);
    throw error;
  }
}

/** Why a server does not start is told when it is used. */
function ignoreUntilUsed(): void {}
