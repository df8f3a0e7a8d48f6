import {randomBytes} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {MissingRequirementError, UsageError} from '../../errors.js';
import {counted} from '../../options/counted.js';
import {option} from '../../options/option-name.js';
import type {Judge} from '../judge.js';
import type {Limits} from '../limits.js';
import {wasStarved} from '../starved.js';
import {openVerdictCache} from '../verdict-cache.js';
import {VERDICT_VERSION} from '../verdict-version.js';
import {createDispatch} from './dispatch.js';
import {
  differenceFromWanted,
  differenceOf,
  type QueueIdentity,
  queueName,
  type WantedIdentity,
} from './queue-identity.js';
import {
  connectRedis,
  hearTroubles,
  loadQueueLibraries,
  printableRedis,
  refusalInOurWords,
  roomOf,
} from './redis.js';
import {heartbeatMs, openRegistry, type QueueRegistry} from './registry.js';
import {resultsQueue, type Tempo, usualTempo} from './tempo.js';

export type QueueJudgeOptions = {
  url: string;
  suiteHash: string;
  limits: Limits;
  /** Folder of the verdict cache, where verdicts are kept before they are acknowledged. */
  cacheDirectory?: string | undefined;
  /**
   * Of the batches, how many are judged twice, by different workers, on different machines where
   * there are any. Default 0.02.
   */
  twice?: number | undefined;
  tempo?: Tempo | undefined;
  onNotice?: ((notice: string) => void) | undefined;
};

/**
 * A judge whose programs are judged by workers elsewhere, over Redis. What it is made of is theirs
 * to say: it waits for the first worker of the suite.
 * @throws {MissingRequirementError} where no worker comes, or Redis does not answer; {UsageError}
 * where workers would judge differently, naming the field.
 */
export async function openQueueJudge(options: QueueJudgeOptions): Promise<Judge> {
  const {url, suiteHash, limits, tempo = usualTempo, onNotice = () => {}} = options;
  const libraries = await loadQueueLibraries();
  const {Queue, Worker} = libraries.bullmq;
  const redis = await connectRedis(libraries, url);
  const hear = hearTroubles(redis, printableRedis(url), onNotice);
  let beat: NodeJS.Timeout | undefined;
  try {
    const registry = await openRegistry(redis);
    const id = randomBytes(8).toString('hex');
    const wanted = {suite_sha256: suiteHash, verdictVersion: VERDICT_VERSION, limits: {...limits}};
    let name: string | null = null;
    let waiting = () => 0;
    const tell = () => registry.tellProducer({id, wanted, queue: name, programs: waiting()});
    await tell();
    beat = setInterval(() => void tell().catch(hear), heartbeatMs);
    const identity = await findIdentity(registry, wanted, {url, tempo, onNotice}).catch(
      async (error: unknown) => {
        await registry.leaveProducer(id).catch(hear);
        throw error;
      },
    );
    name = queueName(identity);
    await tell();
    const queue = new Queue<string>(name, {connection: redis});
    queue.on('error', hear);
    const removeResults = async (producer: string) => {
      const results = new Queue(resultsQueue(producer), {connection: redis});
      results.on('error', hear);
      await results.obliterate({force: true}).catch(hear);
      await results.close();
    };
    for (const gone of await registry.forgetGone()) await removeResults(gone);
    const cache =
      options.cacheDirectory === undefined
        ? undefined
        : openVerdictCache(options.cacheDirectory, identity.judge, limits);
    const dispatch = createDispatch({
      id,
      tempo,
      twice: options.twice ?? 0.02,
      onNotice,
      room: () => roomOf(redis),
      workers: async () =>
        (await registry.livingWorkers()).filter(
          (worker) => queueName(worker.identity) === queue.name,
        ),
      add: (batchId, text) =>
        queue.add('batch', text, {
          jobId: batchId,
          removeOnComplete: true,
          attempts: 3,
          backoff: {type: 'fixed', delay: tempo.avoidMs},
        }),
      stateOf: (batchId) => queue.getJobState(batchId),
      failureOf: async (batchId) => {
        const job = await queue.getJob(batchId);
        await job?.remove();
        return job?.failedReason ?? 'its workers were lost';
      },
      keep: (candidate, judgement) => {
        if (!wasStarved(judgement)) cache?.put(cache.key(candidate), judgement);
      },
    });
    waiting = dispatch.waiting;
    const listening = redis.duplicate({maxRetriesPerRequest: null});
    listening.on('error', hear);
    const results = new Worker<string>(
      resultsQueue(id),
      ({id: batchId = '', data}) => dispatch.receive(batchId, data),
      {connection: listening, concurrency: 4, drainDelay: 1},
    );
    results.on('error', hear);
    results.on('failed', (_, error) => dispatch.fail(error));
    return {
      identity: identity.judge,
      separates: identity.judge.sealLevel <= 2,
      atOnce: dispatch.atOnce,
      triesApart: identity.judge.sealLevel === 3,
      jobsRun: dispatch.judged,
      judge: async (candidate, {again = false} = {}) => {
        const known = cache?.get(cache.key(candidate));
        return known ?? dispatch.judge(candidate, again);
      },
      close: async () => {
        await dispatch.endChecks();
        clearInterval(beat);
        dispatch.close();
        const leave = async () => {
          await registry.leaveProducer(id);
          await results.close();
          await removeResults(id);
          await queue.close();
        };
        // Where Redis is gone nobody answers any of these.
        const late = sleep(tempo.closeMs, undefined, {ref: false});
        await Promise.race([leave().catch(hear), late]);
        listening.disconnect();
        redis.disconnect();
      },
    };
  } catch (error) {
    clearInterval(beat);
    redis.disconnect();
    throw refusalInOurWords(error, url);
  }
}

/** The identity of the workers that there are; waits for the first. */
async function findIdentity(
  registry: QueueRegistry,
  wanted: WantedIdentity,
  {url, tempo, onNotice}: {url: string; tempo: Tempo; onNotice: (notice: string) => void},
): Promise<QueueIdentity> {
  const until = Date.now() + tempo.firstWorkerMs;
  let isTold = false;
  for (;;) {
    const workers = await registry.livingWorkers();
    const others: string[] = [];
    const fitting = workers.filter(({id, identity}) => {
      const difference = differenceFromWanted(identity, wanted);
      if (difference)
        others.push(
          `${id} has ${difference.field} ${difference.before}, wanted is ${difference.now}`,
        );
      return difference === null;
    });
    const [first] = fitting;
    if (first) {
      for (const {id, identity} of fitting) {
        const difference = differenceOf(identity, first.identity);
        if (difference)
          throw new UsageError(
            `${option('queue')}: its workers judge differently: ${difference.field} is ${difference.before} at ${id} and ${difference.now} at ${first.id}; stop one kind of them`,
          );
      }
      onNotice(
        `code is judged by ${counted(fitting.length, 'worker')} at ${printableRedis(url)}, at seal level ${first.identity.judge.sealLevel}`,
      );
      return first.identity;
    }
    const told =
      others.length === 0 ? 'no worker is there' : `no worker fits: ${others.join('; ')}`;
    if (Date.now() > until)
      throw new MissingRequirementError(
        `${option('queue')}: ${told}; start one: convcodebench worker --queue URL --suite SUITE`,
      );
    if (!isTold) onNotice(`${told}; waiting for a worker of this suite`);
    isTold = true;
    await sleep(Math.min(500, tempo.lookMs));
  }
}
