import type {Redis} from 'ioredis';
import {MissingRequirementError, UsageError} from '../../errors.js';

export type QueueLibraries = {
  bullmq: typeof import('bullmq');
  Redis: typeof import('ioredis').Redis;
};

/** @throws {MissingRequirementError} where the optional packages are not installed. */
export async function loadQueueLibraries(): Promise<QueueLibraries> {
  try {
    const {Redis} = await import('ioredis');
    return {bullmq: await import('bullmq'), Redis};
  } catch (cause) {
    throw new MissingRequirementError(
      'a queue needs two packages that are not installed: npm install bullmq@6.7.0 ioredis@5.11.1',
      {cause},
    );
  }
}

const passwordVariable = 'CONVCODEBENCH_REDIS_PASSWORD';

/** What a server has room for, in bytes; null where it sets no bound. */
export type RedisRoom = {max: number | null; used: number};

/**
 * A connection to a Redis that may carry a queue. It waits for a server that goes away.
 * @param url `redis://…` or `rediss://…`; a password may stand in CONVCODEBENCH_REDIS_PASSWORD.
 * @throws {UsageError} for another URL, a wrong password, or a server that evicts;
 * {MissingRequirementError} for one that does not answer.
 */
export async function connectRedis(
  {Redis}: Pick<QueueLibraries, 'Redis'>,
  url: string,
): Promise<Redis> {
  refuseOtherUrl(url);
  const password = process.env[passwordVariable];
  let isFirst = true;
  let failure: Error | undefined;
  const redis = new Redis(url, {
    ...(password && {password}),
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: 5_000,
    // The first time somebody waits who can mend it; later the server will come back.
    retryStrategy: (times) => (isFirst ? null : Math.min(100 * 2 ** Math.min(times, 5), 2_000)),
  });
  redis.on('error', (error: Error) => {
    failure = error;
  });
  try {
    await redis.connect();
    await refuseUnfit(redis, url);
  } catch (error) {
    redis.disconnect();
    throw inOurWords(failure ?? error, url);
  }
  isFirst = false;
  return redis;
}

function refuseOtherUrl(url: string): void {
  if (/^rediss?:\/\//.test(url) && URL.canParse(url)) return;
  throw new UsageError('the queue’s URL: expected redis://HOST:PORT or rediss://HOST:PORT');
}

/** A server as it may be printed: without its password. */
export function printableRedis(url: string): string {
  const {protocol, host} = new URL(url);
  return `${protocol}//${host}`;
}

async function refuseUnfit(redis: Redis, url: string): Promise<void> {
  const info = await redis.info();
  const policy = /^maxmemory_policy:(.*?)\r?$/m.exec(info)?.[1] ?? 'noeviction';
  if (policy !== 'noeviction')
    throw new UsageError(
      `${printableRedis(url)}: maxmemory-policy is ${policy}: it would lose verdicts when its memory is full; set it to noeviction`,
    );
}

export async function roomOf(redis: Redis): Promise<RedisRoom> {
  const info = await redis.info('memory');
  const number = (field: string) =>
    Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return {max: number('maxmemory') || null, used: number('used_memory')};
}

function inOurWords(error: unknown, url: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  const server = printableRedis(url);
  if (error instanceof UsageError) return error;
  if (/NOAUTH|WRONGPASS|without any password|invalid.{0,200}?password/i.test(text))
    return new UsageError(
      `${server}: its password is missing or wrong; give it in the URL, redis://:PASSWORD@HOST, or in ${passwordVariable}`,
    );
  if (/certificate|altnames/i.test(text))
    return new MissingRequirementError(
      `${server}: its certificate is not trusted here (${text}); name the file of its CA in NODE_EXTRA_CA_CERTS`,
    );
  if (/NOPERM/.test(text))
    return new UsageError(`${server}: the user may not do what a queue needs (${text})`);
  return new MissingRequirementError(
    `${server}: does not answer as a Redis server (${text}); start it, or correct the URL`,
  );
}

/** What Redis refused while a queue was opened, and what to do; any other error as it is. */
export function refusalInOurWords(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return error;
  const [server, text] = [printableRedis(url), error.message];
  if (isOutOfMemory(error))
    return new MissingRequirementError(
      `${server}: its memory is full (maxmemory); give it 8 MB or more, or wait until others are done`,
    );
  if (text.startsWith('WRONGTYPE'))
    return new UsageError(
      `${server}: what stands under convcodebench:… is not ours; name another database of it, as in redis://HOST:PORT/1`,
    );
  return new MissingRequirementError(
    `${server}: refuses what a queue needs (${text}); mend that, or name another server`,
  );
}

const outages = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether a server did not answer that may come back: whatever was said is then said again. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && outages.has(error.code)) return true;
  return /^(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN) |Connection is closed|Stream isn't writeable|connect ETIMEDOUT/.test(
    error.message,
  );
}

/**
 * What listens to the errors of a connection: one that goes away and comes back is told as that,
 * anything else once.
 */
export function hearTroubles(
  redis: Redis,
  server: string,
  onNotice: (notice: string) => void,
): (error: unknown) => void {
  let isAway = false;
  const told = new Set<string>();
  redis.on('close', () => {
    if (isAway || redis.status === 'end') return;
    isAway = true;
    onNotice(`${server} does not answer any more: waiting for it`);
  });
  redis.on('ready', () => {
    if (isAway) onNotice(`${server} answers again`);
    isAway = false;
  });
  const hear = (error: unknown) => {
    if (isOutage(error)) return;
    const text = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
    // Batches have names of their own; it is the same trouble with each.
    const kind = text.replaceAll(/[0-9a-f]{8,}|\d+/g, '');
    if (told.has(kind)) return;
    told.add(kind);
    onNotice(`${server}: ${text}`);
  };
  redis.on('error', hear);
  return hear;
}

/** Whether Redis refused a command for want of memory. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && /\bOOM\b/.test(error.message);
}
