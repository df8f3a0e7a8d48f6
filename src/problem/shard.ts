import {z} from 'zod';
import {UsageError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {checkArgument, optionsOf, type ShapeOf} from '../options/check-options.js';
import {anyText, wholeNumber} from '../options/fields.js';

/** Which part of a run's problems is meant: part `index` of `count` parts, counted from 0. */
export type Shard = {index: number; count: number};

/** More parts than any suite has problems. */
const mostShards = 1_000_000;

const twoNumbers = z.object({
  index: z.number().int().min(0),
  count: z.number().int().min(1).max(mostShards),
});

/** As a file has it. */
export const shardSchema: z.ZodType<Shard> = twoNumbers.refine(isInRange, {
  error: ({input}) => outOfRange(input),
});

const shape: ShapeOf<Shard> = {index: wholeNumber(0), count: wholeNumber(1, mostShards)};

/** As an option of a call. */
export const shardField: z.ZodType<Shard> = optionsOf<Shard>(shape).refine(isInRange, {
  error: ({input}) => outOfRange(input),
});

/**
 * Reads `i/n`, as in `3/20`.
 * @throws {UsageError} for what is none.
 * @example
 * const {index, count} = parseShard('3/20');
 * console.log(index, count);
 */
export function parseShard(given: string): Shard {
  checkArgument(['parseShard', 'given'], anyText, given);
  const [, index, count] = /^(\d{1,7})\/(\d{1,7})$/.exec(given)?.map(Number) ?? [];
  if (index === undefined || count === undefined || count < 1 || count > mostShards)
    throw new UsageError(
      `expected i/n, as in 0/4 for the first of four, got ${JSON.stringify(given)}`,
    );
  if (!isInRange({index, count})) throw new UsageError(outOfRange({index, count}));
  return {index, count};
}

/** @example shardName({index: 3, count: 20}) // => '3/20' */
export function shardName({index, count}: Shard): string {
  return `${index}/${count}`;
}

/**
 * Which of `count` parts a problem belongs to: the SHA-256 of its id as a number, modulo `count`.
 * The same on every machine, whatever else a suite holds.
 */
export function shardIndexOf(taskId: string, count: number): number {
  return Number(BigInt(`0x${sha256(taskId)}`) % BigInt(count));
}

/** Those of the problems that belong to the shard, in their order; all of them without one. */
export function ofShard<P extends {task_id: string}>(
  problems: readonly P[],
  shard: Shard | undefined,
): P[] {
  return problems.filter(({task_id}) => isOfShard(task_id, shard));
}

export function isOfShard(taskId: string, shard: Shard | undefined): boolean {
  return shard === undefined || shardIndexOf(taskId, shard.count) === shard.index;
}

function isInRange({index, count}: Shard): boolean {
  return index < count;
}

function outOfRange(given: unknown): string {
  const shard = twoNumbers.safeParse(given).data;
  if (!shard) return 'expected {index, count}';
  return `there is no shard ${shardName(shard)}: shards are counted from 0, so the last of ${shard.count} is ${shardName({...shard, index: shard.count - 1})}`;
}
