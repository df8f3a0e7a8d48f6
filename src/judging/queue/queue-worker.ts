import {randomBytes} from 'node:crypto';
import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Queue as VerdictQueueOf} from 'bullmq';
import {HarnessError} from '../../errors.js';
import {sha256} from '../../files/canonical-hash.js';
import type {Judge, Judgement} from '../judge.js';
import type {Limits} from '../limits.js';
import {
  type BatchResult,
  batchesHeld,
  decodeBatch,
  encodeResult,
  type QueuedBatch,
  type QueuedJob,
  toCandidate,
} from './batch.js';
import {makeCanaries} from './canaries.js';
import {differenceFromWanted, differenceOf, queueIdentity, queueName} from './queue-identity.js';
import {
  connectRedis,
  hearTroubles,
  isOutOfMemory,
  loadQueueLibraries,
  printableRedis,
  refusalInOurWords,
} from './redis.js';
import {heartbeatMs, openRegistry, type RegisteredWorker} from './registry.js';
import {resultsQueue, type Tempo, usualTempo} from './tempo.js';

export type QueueWorkerOptions = {
  url: string;
  judge: Judge;
  /** Jobs that the judge runs at once. */
  cores: number;
  limits: Limits;
  suite: {hash: string; tests: Iterable<string>};
  /** Of the machine. Default: its name. */
  machine?: string | undefined;
  tempo?: Tempo | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

type VerdictQueue = VerdictQueueOf<string>;

/**
 * Judges batches of its own identity until `signal` aborts; then ends those under way.
 * @throws as `connectRedis` and `openRegistry`; {HarnessError} where its judge does not work.
 */
export async function runQueueWorker(
  options: QueueWorkerOptions,
  signal: AbortSignal | undefined,
): Promise<{judged: number}> {
  const {url, judge, cores, limits, suite, tempo = usualTempo, onNotice = () => {}} = options;
  const libraries = await loadQueueLibraries();
  const redis = await connectRedis(libraries, url);
  let beat: NodeJS.Timeout | undefined;
  try {
    const hear = hearTroubles(redis, printableRedis(url), onNotice);
    const registry = await openRegistry(redis);
    const identity = queueIdentity(suite.hash, judge.identity, limits);
    const {machine = hostname()} = options;
    const id = `${machine}:${process.pid}:${randomBytes(3).toString('hex')}`;
    const tests = new Map(Array.from(suite.tests, (text) => [sha256(text), text]));
    for (const other of await registry.livingWorkers()) {
      const difference = differenceOf(other.identity, identity);
      if (difference !== null)
        onNotice(
          `worker ${other.id} judges otherwise: ${difference.field} is ${difference.before} there and ${difference.now} here; the two get no work of one run`,
        );
    }
    const name = queueName(identity);
    const count = countJudged(Date.now);
    const since = await registry.now();
    const unlike = new Set<string>();
    const results = new Map<string, VerdictQueue>();
    const tell = async () => {
      const {judged, perMinute} = count;
      await registry.tell({id, identity, cores, judged: judged(), perMinute: perMinute(), since});
      const producers = await registry.livingProducers();
      for (const [gone, queue] of [...results]) {
        if (producers.some((producer) => producer.id === gone)) continue;
        results.delete(gone);
        await queue.close();
      }
      for (const producer of producers) {
        const difference = differenceFromWanted(identity, producer.wanted);
        if (difference === null || unlike.has(producer.id)) continue;
        unlike.add(producer.id);
        onNotice(
          `gets no work of command ${producer.id}: ${difference.field} is ${difference.before} here, wanted is ${difference.now}`,
        );
      }
    };
    await tell();
    beat = setInterval(() => void tell().catch(hear), heartbeatMs);
    const {Worker, Queue, DelayedError} = libraries.bullmq;
    const resultsOf = (producer: string) => {
      const known = results.get(producer);
      if (known) return known;
      const queue = new Queue<string>(resultsQueue(producer), {connection: redis});
      queue.on('error', hear);
      results.set(producer, queue);
      return queue;
    };
    const listening = redis.duplicate({maxRetriesPerRequest: null});
    listening.on('error', hear);
    const broken = new AbortController();
    const worker = new Worker(
      name,
      async (job, token) => {
        const batch = await decodeBatch(String(job.data));
        // Nobody waits for it any more.
        if (!(await registry.isProducing(batch.producer))) return null;
        if (batch.notBy !== null && isForAnother(id, batch.notBy, await likeThis())) {
          await job.moveToDelayed(Date.now() + tempo.avoidMs, token);
          throw new DelayedError();
        }
        const verdicts = await judgeBatch(batch, {judge, tests, onVerdict: count.add}).catch(
          async (error: unknown) => {
            if (!(await isWell(judge))) broken.abort(error);
            throw error;
          },
        );
        const result = await encodeResult({id: batch.id, worker: id, verdicts});
        await patiently(async () => {
          // What nobody takes out would stay in Redis for good.
          if (!(await registry.isProducing(batch.producer))) return;
          await resultsOf(batch.producer).add('verdicts', result, {
            jobId: batch.id,
            removeOnComplete: true,
            removeOnFail: true,
          });
        });
        return null;
      },
      {
        connection: listening,
        concurrency: batchesHeld(cores),
        lockDuration: tempo.lockMs,
        stalledInterval: tempo.stalledMs,
        maxStalledCount: tempo.mostStalls,
        drainDelay: 1,
      },
    );
    worker.on('error', hear);
    async function likeThis(): Promise<RegisteredWorker[]> {
      return (await registry.livingWorkers()).filter((other) => queueName(other.identity) === name);
    }
    onNotice(`worker ${id}: judges for ${name}, ${cores} jobs at once`);
    const stop = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      stop.addEventListener('abort', () => resolve(), {once: true});
    });
    clearInterval(beat);
    const leave = async () => {
      await worker.close();
      await registry.leave(id);
      for (const queue of results.values()) await queue.close();
    };
    // Where Redis is gone nobody answers any of these.
    await Promise.race([leave().catch(hear), sleep(tempo.closeMs, undefined, {ref: false})]);
    listening.disconnect();
    if (broken.signal.aborted)
      throw new HarnessError(`worker ${id}: its judge fails: ${String(broken.signal.reason)}`, {
        cause: broken.signal.reason,
      });
    return {judged: count.judged()};
  } catch (error) {
    throw refusalInOurWords(error, url);
  } finally {
    clearInterval(beat);
    redis.disconnect();
  }
}

/** Whether a worker leaves a batch to others: to another machine, or to another on this one. */
export function isForAnother(
  own: string,
  notBy: string,
  workers: readonly Pick<RegisteredWorker, 'id'>[],
): boolean {
  const elsewhere = workers.some(({id}) => machineOf(id) !== machineOf(notBy));
  if (elsewhere) return machineOf(own) === machineOf(notBy);
  return own === notBy && workers.some(({id}) => id !== own);
}

function machineOf(worker: string): string {
  return worker.split(':').slice(0, -2).join(':');
}

/** First all at once; then what had not its share of the machine: the judge runs that alone. */
async function judgeBatch(
  {jobs}: QueuedBatch,
  {
    judge,
    tests,
    onVerdict,
  }: {judge: Judge; tests: ReadonlyMap<string, string>; onVerdict: () => void},
): Promise<BatchResult['verdicts']> {
  const verdictOn = async (job: QueuedJob) => {
    const candidate = toCandidate(job, tests);
    const judgement: Judgement = candidate
      ? await judge.judge(candidate, {again: job.again})
      : {status: 'missing', reason: 'the worker’s suite lacks its tests'};
    onVerdict();
    return {key: job.key, judgement};
  };
  const first = await Promise.all(jobs.filter(({again}) => !again).map(verdictOn));
  return [...first, ...(await Promise.all(jobs.filter(({again}) => again).map(verdictOn)))];
}

/** Whether a judge that failed a batch still tells what passes from what fails. */
async function isWell(judge: Judge): Promise<boolean> {
  try {
    for (const {job, passes} of makeCanaries()) {
      const candidate = toCandidate(job, new Map());
      const judgement = candidate && (await judge.judge(candidate));
      if (judgement?.status !== (passes ? 'pass' : 'fail')) return false;
    }
    return true;
  } catch {
    // It was just asked whether it works.
    return false;
  }
}

const minuteMs = 60_000;

/** Counts verdicts, and those of the last minute. */
export function countJudged(now: () => number) {
  let judged = 0;
  const seconds: {second: number; count: number}[] = [];
  const isRecent = ({second}: {second: number}) => second * 1000 > now() - minuteMs;
  return {
    add: () => {
      judged += 1;
      const second = Math.floor(now() / 1000);
      const last = seconds.at(-1);
      if (last?.second === second) last.count += 1;
      else seconds.push({second, count: 1});
      while (seconds[0] && !isRecent(seconds[0])) seconds.shift();
    },
    judged: () => judged,
    perMinute: () => seconds.filter(isRecent).reduce((sum, {count}) => sum + count, 0),
  };
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
