import {randomBytes} from 'node:crypto';
import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Queue as VerdictQueueOf} from 'bullmq';
import {sha256} from '../../files/canonical-hash.js';
import type {Judge, Judgement} from '../judge.js';
import type {Limits} from '../limits.js';
import {
  type BatchResult,
  decodeBatch,
  encodeResult,
  type QueuedBatch,
  type QueuedJob,
  toCandidate,
} from './batch.js';
import {differenceOf, queueIdentity, queueName} from './queue-identity.js';
import {connectRedis, isOutOfMemory, loadQueueLibraries} from './redis.js';
import {heartbeatMs, openRegistry} from './registry.js';
import {resultsQueue, type Tempo, usualTempo} from './tempo.js';

export type QueueWorkerOptions = {
  url: string;
  judge: Judge;
  /** Jobs that the judge runs at once. */
  cores: number;
  limits: Limits;
  suite: {hash: string; tests: Iterable<string>};
  tempo?: Tempo | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

type VerdictQueue = VerdictQueueOf<string>;

/** Batches at once, so that the judge has work while verdicts go back. */
const batchesAtOnce = 2;

/**
 * Judges batches of its own identity until `signal` aborts; then ends those under way.
 * @throws as `connectRedis` and `openRegistry`.
 */
export async function runQueueWorker(
  options: QueueWorkerOptions,
  signal: AbortSignal | undefined,
): Promise<{judged: number}> {
  const {url, judge, cores, limits, suite, tempo = usualTempo, onNotice = () => {}} = options;
  const libraries = await loadQueueLibraries();
  const redis = await connectRedis(libraries, url);
  const registry = await openRegistry(redis);
  const identity = queueIdentity(suite.hash, judge.identity, limits);
  const id = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  const tests = new Map(Array.from(suite.tests, (text) => [sha256(text), text]));
  for (const other of await registry.livingWorkers()) {
    const difference = differenceOf(other.identity, identity);
    if (difference !== null)
      onNotice(
        `worker ${other.id} judges otherwise: ${difference.field} is ${difference.before} there and ${difference.now} here; the two get no work of one run`,
      );
  }
  const name = queueName(identity);
  let judged = 0;
  const since = await registry.now();
  const tell = () => registry.tell({id, identity, cores, judged, since});
  await tell();
  const beat = setInterval(() => void tell().catch(ignoreOutage), heartbeatMs);
  const {Worker, Queue, DelayedError} = libraries.bullmq;
  const results = new Map<string, VerdictQueue>();
  const resultsOf = (producer: string) => {
    const known = results.get(producer);
    if (known) return known;
    const queue = new Queue<string>(resultsQueue(producer), {connection: redis});
    queue.on('error', ignoreOutage);
    results.set(producer, queue);
    return queue;
  };
  const listening = redis.duplicate({maxRetriesPerRequest: null});
  listening.on('error', ignoreOutage);
  const worker = new Worker(
    name,
    async (job, token) => {
      const batch = await decodeBatch(String(job.data));
      // Nobody waits for it any more.
      if (!(await registry.isProducing(batch.producer))) return null;
      if (batch.notBy === id && (await othersThan(id)) > 0) {
        await job.moveToDelayed(Date.now() + tempo.avoidMs, token);
        throw new DelayedError();
      }
      const verdicts = await judgeBatch(batch, judge, tests);
      judged += verdicts.length;
      const result = await encodeResult({id: batch.id, worker: id, verdicts});
      await patiently(() =>
        resultsOf(batch.producer).add('verdicts', result, {
          jobId: batch.id,
          removeOnComplete: true,
          removeOnFail: true,
        }),
      );
      return null;
    },
    {
      connection: listening,
      concurrency: batchesAtOnce,
      lockDuration: tempo.lockMs,
      stalledInterval: tempo.stalledMs,
      maxStalledCount: tempo.mostStalls,
      drainDelay: 1,
    },
  );
  worker.on('error', ignoreOutage);
  async function othersThan(own: string): Promise<number> {
    const there = await registry.livingWorkers();
    return there.filter((other) => other.id !== own && queueName(other.identity) === name).length;
  }
  onNotice(`worker ${id}: judges for ${name}, ${cores} jobs at once`);
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), {once: true});
  });
  clearInterval(beat);
  const leave = async () => {
    await worker.close();
    await registry.leave(id);
    for (const queue of results.values()) await queue.close();
  };
  // Where Redis is gone nobody answers any of these.
  await Promise.race([leave().catch(ignoreOutage), sleep(tempo.closeMs, undefined, {ref: false})]);
  listening.disconnect();
  redis.disconnect();
  return {judged};
}

/** First all at once; then, alone and one by one, what had not its share of the machine. */
async function judgeBatch(
  {jobs}: QueuedBatch,
  judge: Judge,
  tests: ReadonlyMap<string, string>,
): Promise<BatchResult['verdicts']> {
  const verdictOn = async (job: QueuedJob): Promise<Judgement> => {
    const candidate = toCandidate(job, tests);
    if (!candidate) return {status: 'missing', reason: 'the worker’s suite lacks its tests'};
    return judge.judge(candidate, {again: job.again});
  };
  const first = jobs.filter(({again}) => !again);
  const verdicts = await Promise.all(
    first.map(async (job) => ({key: job.key, judgement: await verdictOn(job)})),
  );
  for (const job of jobs)
    if (job.again) verdicts.push({key: job.key, judgement: await verdictOn(job)});
  return verdicts;
}

/** While Redis is full the verdicts wait here. */
async function patiently(add: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await add();
      return;
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      await sleep(250);
    }
  }
}

/** A server that went away comes back; whatever was said meanwhile is said again. */
function ignoreOutage(): void {}
