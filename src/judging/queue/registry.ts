import type {Redis} from 'ioredis';
import {z} from 'zod';
import {UsageError} from '../../errors.js';
import {queueFormat, queueIdentitySchema, wantedIdentitySchema} from './queue-identity.js';

/** How often somebody says that he is there, and after how long he counts as gone, in ms. */
export const heartbeatMs = 2_000;
const goneMs = 15_000;
/** After how long nobody waits for him to come back. */
const forgottenMs = 600_000;

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
  /** How many it judged in the last minute, or since it started where that is less. */
  perMinute: z.number(),
  /** Since when it works, and when it last said so, in ms. */
  since: z.number(),
  at: z.number(),
});

const producerSchema = z.object({
  id: z.string(),
  /** What its workers are to be. */
  wanted: wantedIdentitySchema,
  /** Its queue; null while no worker fits. */
  queue: z.string().nullable(),
  /** How many programs it waits for. */
  programs: z.number(),
  at: z.number(),
});

export type RegisteredWorker = z.infer<typeof workerSchema>;
export type RegisteredProducer = z.infer<typeof producerSchema>;

/**
 * Who is there, in a Redis that becomes one of queues where it is none yet.
 * @throws {UsageError} where another version's queue stands in this Redis.
 */
export async function openRegistry(redis: Redis): Promise<QueueRegistry> {
  await redis.setnx(keys.format, queueFormat);
  return readRegistry(redis);
}

/** The same, and nothing is written yet. */
export async function readRegistry(redis: Redis): Promise<QueueRegistry> {
  const format = (await redis.get(keys.format)) ?? queueFormat;
  if (Number(format) !== queueFormat)
    throw new UsageError(
      `Redis holds a queue of version ${format}, this is version ${queueFormat}; use workers and producers of one version, or another database of it`,
    );
  return registryIn(redis);
}

/**
 * Workers with their identities, and producers. Times are those of Redis: no clock needs to agree
 * with another.
 */
function registryIn(redis: Redis) {
  const now = async () => {
    const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
    return seconds * 1000 + Math.floor(micros / 1000);
  };

  /** What is readable of a hash; what another program wrote there is nobody. */
  async function entries<T extends {at: number}>(key: string, schema: z.ZodType<T>): Promise<T[]> {
    return Object.values(await redis.hgetall(key)).flatMap((text) => {
      const entry = schema.safeParse(jsonOf(text));
      return entry.success ? [entry.data] : [];
    });
  }

  async function living<T extends {at: number}>(key: string, schema: z.ZodType<T>): Promise<T[]> {
    const time = await now();
    return (await entries(key, schema)).filter(({at}) => at > time - goneMs);
  }

  return {
    now,
    livingWorkers: () => living(keys.workers, workerSchema),
    livingProducers: () => living(keys.producers, producerSchema),
    tell: async (worker: Omit<RegisteredWorker, 'at'>) =>
      void (await redis.hset(
        keys.workers,
        worker.id,
        JSON.stringify({...worker, at: await now()}),
      )),
    leave: async (id: string) => void (await redis.hdel(keys.workers, id)),
    tellProducer: async (producer: Omit<RegisteredProducer, 'at'>) =>
      void (await redis.hset(
        keys.producers,
        producer.id,
        JSON.stringify({...producer, at: await now()}),
      )),
    leaveProducer: async (id: string) => void (await redis.hdel(keys.producers, id)),
    isProducing: async (id: string) => {
      const producer = producerSchema.safeParse(
        jsonOf((await redis.hget(keys.producers, id)) ?? ''),
      );
      return producer.success && producer.data.at > (await now()) - goneMs;
    },
    /** Takes out who has been gone for long. @returns the producers among them. */
    forgetGone: async () => {
      const time = await now();
      const gone = ({at}: {at: number}) => at < time - forgottenMs;
      const workers = (await entries(keys.workers, workerSchema)).filter(gone);
      const producers = (await entries(keys.producers, producerSchema)).filter(gone);
      for (const {id} of workers) await redis.hdel(keys.workers, id);
      for (const {id} of producers) await redis.hdel(keys.producers, id);
      return producers.map(({id}) => id);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type QueueRegistry = ReturnType<typeof registryIn>;
