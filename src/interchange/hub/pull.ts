import {copyFileSync, existsSync, renameSync, statSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {z} from 'zod';
import {FileFormatError, UsageError} from '../../errors.js';
import {cacheDirectory} from '../../files/cache-directory.js';
import {fileSha256} from '../../files/file-sha256.js';
import {parseRecord, readAllJsonl, toJsonLine} from '../../files/jsonl.js';
import {lockDirectory} from '../../files/lock.js';
import {makeFolders} from '../../files/make-directory.js';
import {streamAtomically} from '../../files/write.js';
import type {Environment} from '../../model/endpoint/secrets.js';
import {checkOptions, optionsOf} from '../../options/check-options.js';
import {counted} from '../../options/counted.js';
import {abortSignal, callback, text, wholeNumber} from '../../options/fields.js';
import {option} from '../../options/option-name.js';
import {hardTaskIds} from '../../problem/hard-subset.js';
import {type Problem, problemSchema} from '../../problem/problem.js';
import {type PulledSuiteName, pulledSuitePath, suiteHash} from '../../problem/suite.js';
import {bigCodeBenchHash} from '../published/published-suite.js';
import {openParquet} from '../published/read-parquet.js';
import {openPublishedLog} from '../published/read-published-log.js';
import {discard, download} from './download.js';
import {type HubFile, openHub} from './hub.js';
import {lockFile, readLocked} from './pull-lock.js';

/**
 * BigCodeBench as upstream evaluates it, split `v0.1.0_hf` (`convcodeworld/dataset.py`). The hash
 * of its suite pins it, whatever revision it comes from.
 */
export const bigCodeBench: HubFile = {
  dataset: 'bigcode/bigcodebench',
  revision: 'main',
  path: 'data/v0.1.0_hf-00000-of-00001.parquet',
};

/**
 * BigCodeBench-Hard, 148 of those problems, as a dataset of its own. Its task ids pin it; its
 * hash could not be known beforehand, so the first one's is recorded and later ones are held to it.
 */
export const bigCodeBenchHard: HubFile = {
  dataset: 'bigcode/bigcodebench-hard',
  revision: 'main',
  path: 'data/v0.1.0_hf-00000-of-00001.parquet',
};

/**
 * The published log, 46.1 MB. Its checksum could not be known beforehand: the first download's is
 * recorded and later ones are held to it, commit included.
 */
export const convCodeBench: HubFile = {
  dataset: 'ConvCodeWorld/convcodebench',
  revision: 'main',
  path: 'data/train-00000-of-00001-86cafbcfcce85026.parquet',
};

export type PullOptions = {
  /**
   * A file on this machine to take instead of a download: the dataset's parquet, or for
   * BigCodeBench JSONL(.gz) of its nine fields.
   */
  from?: string | undefined;
  /** A branch, tag or commit other than the default. */
  revision?: string | undefined;
  /**
   * Where `HF_ENDPOINT`, `HF_TOKEN`, `HF_HUB_OFFLINE` and proxies are read; the process's own by
   * default.
   */
  environment?: Environment | undefined;
  signal?: AbortSignal | undefined;
  /** See `DownloadOptions`. */
  retryWaitMs?: number | undefined;
  onProgress?: ((progress: {bytes: number; total: number | null}) => void) | undefined;
};

const schema = optionsOf<PullOptions>({
  from: text.optional(),
  revision: text.optional(),
  environment: z.record(z.string(), z.string().optional(), 'expected an object').optional(),
  signal: abortSignal.optional(),
  retryWaitMs: wholeNumber(0).optional(),
  onProgress: callback<NonNullable<PullOptions['onProgress']>>().optional(),
});

/** `state`: what had to be done for it. */
export type Pulled = {
  path: string;
  sha256: string;
  bytes: number;
  state: 'downloaded' | 'copied' | 'already there';
};

/** Where `pullConvCodeBench` puts the published log. */
export function publishedLogPath(): string {
  return join(cacheDirectory(), 'convcodebench.parquet');
}

/**
 * Puts BigCodeBench (JSONL of its nine fields, gzip) at `pulledSuitePath('bigcodebench')`, after
 * its suite hash was found right; a right one that is there stays. A file that is given is checked
 * in any case. Later downloads are of the first one's commit.
 * @throws {FileFormatError} for a file of another shape or content, and {MissingRequirementError}
 * for one that cannot be had: nothing is changed then.
 */
export async function pullBigCodeBench(options: PullOptions = {}): Promise<Pulled> {
  checkOptions('pullBigCodeBench', schema, options);
  return pullSuite({name: 'bigcodebench', file: bigCodeBench, check: checkHash}, options);
}

/**
 * Puts BigCodeBench-Hard at `pulledSuitePath('bigcodebench-hard')`, after its 148 task ids were
 * found right and its suite hash that of the first one that was pulled; else as
 * `pullBigCodeBench`.
 */
export async function pullBigCodeBenchHard(options: PullOptions = {}): Promise<Pulled> {
  checkOptions('pullBigCodeBenchHard', schema, options);
  return pullSuite({name: 'bigcodebench-hard', file: bigCodeBenchHard, check: checkHard}, options);
}

/** A suite on the hub, and what its problems are held to. */
type HubSuite = {
  name: PulledSuiteName;
  file: HubFile;
  /** @throws {FileFormatError} naming `path`. */
  check(path: string, problems: readonly Problem[]): void;
};

async function pullSuite(suite: HubSuite, options: PullOptions): Promise<Pulled> {
  const target = pulledSuitePath(suite.name);
  const name = `${suite.file.dataset}/${suite.file.path}`;
  return inDownloads(async (downloads) => {
    const given = options.from === undefined ? null : await readGivenSuite(options.from, suite);
    if (await isThere(target, suite)) return pulled(target, 'already there');
    const part = join(downloads, `${suite.name}.parquet.part`);
    if (given !== null) {
      discard(part);
      await writeSuite(target, given);
      return pulled(target, 'copied');
    }
    const revision = options.revision ?? readLocked(name)?.commit ?? suite.file.revision;
    const commit = await fetchPart({...suite.file, revision}, part, options);
    try {
      const problems = await readSuiteParquet(part, suite);
      if (options.revision === undefined) await lockPart(name, part, commit);
      await writeSuite(target, problems);
    } finally {
      discard(part);
    }
    return pulled(target, 'downloaded');
  });
}

/**
 * Puts the published log's parquet at `publishedLogPath()`, after its schema and checksum were
 * found right; a right one that is there stays. A file that is given is held to the checksum in any
 * case.
 * @throws the same as `pullBigCodeBench`.
 */
export async function pullConvCodeBench(options: PullOptions = {}): Promise<Pulled> {
  checkOptions('pullConvCodeBench', schema, options);
  const target = publishedLogPath();
  const name = `${convCodeBench.dataset}/${convCodeBench.path}`;
  return inDownloads(async (downloads) => {
    const locked = readLocked(name);
    if (locked && existsSync(target) && (await fileSha256(target)) === locked.sha256) {
      if (options.from !== undefined) await holdToLock(name, options.from);
      return pulled(target, 'already there');
    }
    const part = join(downloads, 'convcodebench.parquet.part');
    try {
      const commit = await bringPublishedLog(part, locked?.commit ?? null, options);
      await openPublishedLog(part);
      await lockPart(name, part, commit);
    } catch (error) {
      // A download that was only broken off is gone on with next time.
      if (error instanceof UsageError || options.from !== undefined) discard(part);
      throw error;
    }
    moveInto(part, target);
    return pulled(target, options.from === undefined ? 'downloaded' : 'copied');
  });
}

async function bringPublishedLog(
  part: string,
  lockedCommit: string | null,
  options: PullOptions,
): Promise<string | null> {
  if (options.from !== undefined) {
    await openGivenLog(options.from);
    discard(part);
    copyFileSync(options.from, part);
    return null;
  }
  const revision = options.revision ?? lockedCommit ?? convCodeBench.revision;
  return fetchPart({...convCodeBench, revision}, part, options);
}

async function holdToLock(name: string, from: string): Promise<void> {
  await openGivenLog(from);
  await lockPart(name, from, null);
}

/** Says what is wrong with the file under the name that the user knows. */
async function openGivenLog(from: string): Promise<void> {
  refuseFolder(from);
  await openPublishedLog(from);
}

function refuseFolder(from: string): void {
  if (!existsSync(from) || !statSync(from).isDirectory()) return;
  throw new UsageError(`${from}: is a folder; ${option('from')} takes the file itself`);
}

async function lockPart(name: string, path: string, commit: string | null): Promise<void> {
  lockFile(name, {sha256: await fileSha256(path), bytes: statSync(path).size, commit});
}

async function fetchPart(
  file: HubFile,
  part: string,
  options: PullOptions,
): Promise<string | null> {
  const hub = await openHub(options.environment ?? process.env);
  const {signal, retryWaitMs, onProgress} = options;
  try {
    return (await download({hub, file, part, signal, retryWaitMs, onProgress})).commit;
  } finally {
    await hub.close();
  }
}

/** One pull at a time; parts of downloads stay here to be gone on with. */
async function inDownloads<T>(work: (downloads: string) => Promise<T>): Promise<T> {
  const downloads = join(cacheDirectory(), 'downloads');
  makeFolders(downloads);
  const unlock = lockDirectory(downloads);
  try {
    return await work(downloads);
  } finally {
    unlock();
  }
}

/** One that is damaged is as good as none: it is replaced. */
async function isThere(path: string, suite: HubSuite): Promise<boolean> {
  if (!existsSync(path)) return false;
  try {
    suite.check(path, await readAllJsonl(path, problemSchema));
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

async function readGivenSuite(path: string, suite: HubSuite): Promise<Problem[]> {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file`);
  refuseFolder(path);
  if (await isParquet(path)) return readSuiteParquet(path, suite);
  const problems = await readAllJsonl(path, problemSchema);
  suite.check(path, problems);
  return problems;
}

async function isParquet(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const {buffer} = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === 'PAR1';
  } finally {
    await file.close();
  }
}

async function readSuiteParquet(path: string, suite: HubSuite): Promise<Problem[]> {
  const fields = problemSchema.keyof().options;
  const file = await openParquet(path);
  const names = file.columns.map(({element}) => element.name);
  const missing = fields.find((field) => !names.includes(field));
  if (missing)
    throw new FileFormatError(
      `${path}: ${missing}: no such column; BigCodeBench has ${fields.join(', ')}`,
    );
  const rows = await file.readColumns(fields);
  const problems = rows.map((row, index) => parseRecord(row, problemSchema, path, index + 1));
  suite.check(path, problems);
  return problems;
}

function checkHash(path: string, problems: readonly Problem[]): void {
  const hash = suiteHash(problems);
  if (hash === bigCodeBenchHash) return;
  throw new FileFormatError(
    `${path}: suite hash: ${hash} (${counted(problems.length, 'problem')}), BigCodeBench v0.1.0_hf has ${bigCodeBenchHash}; get that version, or use the file as it is with ${option('suite')} FILE`,
  );
}

function checkHard(path: string, problems: readonly Problem[]): void {
  const wrong = hardTaskIds.findIndex((taskId, at) => problems[at]?.task_id !== taskId);
  if (wrong >= 0 || problems.length > hardTaskIds.length) {
    const at = wrong >= 0 ? wrong : hardTaskIds.length;
    throw new FileFormatError(
      `${path}:${at + 1}: task_id: ${problems[at]?.task_id ?? 'none'}, BigCodeBench-Hard has ${hardTaskIds[at] ?? 'no more problems'} there; get its split v0.1.0_hf, or use the file as it is with ${option('suite')} FILE`,
    );
  }
  const {dataset} = bigCodeBenchHard;
  const bytes = Buffer.byteLength(JSON.stringify(problems));
  lockFile(`${dataset}, suite hash`, {sha256: suiteHash(problems), bytes, commit: null});
}

async function writeSuite(path: string, problems: readonly Problem[]): Promise<void> {
  const fields = problemSchema.keyof().options;
  const lines = problems.map((problem) =>
    toJsonLine(Object.fromEntries(fields.map((field) => [field, problem[field]]))),
  );
  await streamAtomically(path, [gzipSync(lines.join(''), {level: 9})]);
}

function moveInto(part: string, target: string): void {
  makeFolders(dirname(target));
  renameSync(part, target);
  discard(part);
}

async function pulled(path: string, state: Pulled['state']): Promise<Pulled> {
  return {path, sha256: await fileSha256(path), bytes: statSync(path).size, state};
}
