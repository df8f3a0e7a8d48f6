import {differenceOf, type QueueIdentity, queueName} from './queue-identity.js';
import {
  connectRedis,
  loadQueueLibraries,
  printableRedis,
  refusalInOurWords,
  roomOf,
} from './redis.js';
import {type RegisteredProducer, type RegisteredWorker, readRegistry} from './registry.js';

/** What stands in a Redis that carries queues. Memory in bytes. */
export type QueueState = {
  server: string;
  memory: {max: number | null; used: number};
  queues: QueueOfIdentity[];
  /** Commands that have programs judged; `queue` is null where no worker fits yet. */
  producers: {id: string; queue: string | null; programs: number}[];
};

/** A queue, and who judges for it: `identity` is null where nobody does. */
export type QueueOfIdentity = {
  name: string;
  identity: QueueIdentity | null;
  /** Batches that wait for a worker, that workers have, and that no worker came through with. */
  waiting: number;
  active: number;
  failed: number;
  /** Programs that its workers judged in the last minute. */
  per_minute: number;
  workers: {id: string; cores: number; judged: number; per_minute: number; since: string}[];
};

/**
 * Who judges at a Redis, for whom, and what waits there; changes nothing.
 * @throws as `connectRedis` and `readRegistry`.
 */
export async function lookAtQueue(url: string): Promise<QueueState> {
  const libraries = await loadQueueLibraries();
  const redis = await connectRedis(libraries, url);
  try {
    const registry = await readRegistry(redis);
    const workers = await registry.livingWorkers();
    const producers = await registry.livingProducers();
    const queues: QueueOfIdentity[] = [];
    for (const name of namesOf(workers, producers)) {
      const own = workers.filter(({identity}) => queueName(identity) === name);
      queues.push({
        name,
        identity: own[0]?.identity ?? null,
        ...(await countsOf(
          new libraries.bullmq.Queue(name, {connection: redis, skipMetasUpdate: true}),
        )),
        per_minute: own.reduce((sum, {perMinute}) => sum + perMinute, 0),
        workers: own.map(({id, cores, judged, perMinute, since}) => ({
          ...{id, cores, judged},
          per_minute: perMinute,
          since: new Date(since).toISOString(),
        })),
      });
    }
    return {
      server: printableRedis(url),
      memory: await roomOf(redis),
      queues,
      producers: producers.map(({id, queue, programs}) => ({id, queue, programs})),
    };
  } catch (error) {
    throw refusalInOurWords(error, url);
  } finally {
    redis.disconnect();
  }
}

function namesOf(
  workers: readonly RegisteredWorker[],
  producers: readonly RegisteredProducer[],
): string[] {
  const names = [
    ...workers.map(({identity}) => queueName(identity)),
    ...producers.flatMap(({queue}) => queue ?? []),
  ];
  return [...new Set(names)].sort();
}

async function countsOf(
  queue: import('bullmq').Queue,
): Promise<Pick<QueueOfIdentity, 'waiting' | 'active' | 'failed'>> {
  try {
    const {
      wait = 0,
      delayed = 0,
      active = 0,
      failed = 0,
    } = await queue.getJobCounts('wait', 'delayed', 'active', 'failed');
    return {waiting: wait + delayed, active, failed};
  } finally {
    await queue.close();
  }
}

/** The first field in which two queues of one suite differ: no command may use both. */
export function unlikeQueues({queues}: QueueState): {
  field: string;
  before: string;
  now: string;
} | null {
  const first = new Map<string, QueueIdentity>();
  for (const {identity} of queues) {
    if (!identity) continue;
    const other = first.get(identity.suite_sha256);
    if (other) return differenceOf(other, identity);
    first.set(identity.suite_sha256, identity);
  }
  return null;
}
