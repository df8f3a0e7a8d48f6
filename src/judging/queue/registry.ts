import type {Redis} from 'ioredis';
import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {queueFormat, queueIdentitySchema} from './queue-identity.js';

/** How often somebody says that he is there, and after how long he counts as gone, in ms. */
export const heartbeatMs = 2_000;
const goneMs = 15_000;

const keys = {
  format: 'convcodebench:format',
  workers: 'convcodebench:workers',
  producers: 'convcodebench:producers',
};

const workerSchema = z.object({
  id: z.string(),
  identity: queueIdentitySchema,
  /** Jobs at once. */
  cores: z.number(),
  judged: z.number(),
  /** Since when it works, and when it last said so, in ms. */
  since: z.number(),
  at: z.number(),
});

export type RegisteredWorker = z.infer<typeof workerSchema>;

/**
 * Who is there, in Redis: workers with their identities, and producers. Times are those of Redis:
 * no clock needs to agree with another.
 * @throws {UsageError} where another version's queue stands in this Redis.
 */
export async function openRegistry(redis: Redis) {
  const format = (await redis.set(keys.format, String(queueFormat), 'NX', 'GET')) ?? queueFormat;
  if (Number(format) !== queueFormat)
    throw new UsageError(
      `Redis holds a queue of version ${format}, this is version ${queueFormat}; use workers and producers of one version, or another database of it`,
    );
  const now = async () => Number((await redis.time())[0]) * 1000;

  async function livingWorkers(): Promise<RegisteredWorker[]> {
    const time = await now();
    const entries = Object.values(await redis.hgetall(keys.workers));
    return entries.flatMap((text) => {
      const worker = workerSchema.safeParse(JSON.parse(text));
      return worker.success && worker.data.at > time - goneMs ? [worker.data] : [];
    });
  }

  return {
    now,
    livingWorkers,
    tell: async (worker: Omit<RegisteredWorker, 'at'>) =>
      void (await redis.hset(
        keys.workers,
        worker.id,
        JSON.stringify({...worker, at: await now()}),
      )),
    leave: async (id: string) => void (await redis.hdel(keys.workers, id)),
    tellProducer: async (id: string) =>
      void (await redis.hset(keys.producers, id, String(await now()))),
    leaveProducer: async (id: string) => void (await redis.hdel(keys.producers, id)),
    isProducing: async (id: string) => {
      const at = await redis.hget(keys.producers, id);
      return at !== null && Number(at) > (await now()) - goneMs;
    },
  };
}

export type QueueRegistry = Awaited<ReturnType<typeof openRegistry>>;
