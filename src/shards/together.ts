import {MissingRequirementError, UsageError} from '../errors.js';
import {firstDifference, type Identity} from '../files/identity.js';
import {counted} from '../options/counted.js';
import {type Shard, shardName} from '../problem/shard.js';

/** What one command made of one shard, as far as it matters for merging. */
export type ShardPart = {
  /** As the user named it. */
  name: string;
  /** The file that tells the rest, for messages. */
  manifest: string;
  shard: Shard;
  isFinished: boolean;
  /** What all parts must have in common. */
  common: Identity;
};

/**
 * Holds parts to each other, and finds all shards among them.
 * @returns the parts by the index of their shard.
 * @throws {UsageError} for parts of other runs, or two of one shard; {MissingRequirementError} that
 * names the shards that lack, by number and as a list that `--array` of Slurm takes.
 */
export function requireWhole<P extends ShardPart>(parts: readonly P[]): P[] {
  const [first] = parts;
  if (!first) throw new UsageError('merge: no shard given; give the runs of all shards');
  const byIndex = new Map<number, P>();
  for (const part of parts) {
    refuseForeign(part, first);
    const twin = byIndex.get(part.shard.index);
    if (twin)
      throw new UsageError(
        `${part.manifest}: shard: ${shardName(part.shard)}, and so is ${twin.name}; give each shard once`,
      );
    byIndex.set(part.shard.index, part);
  }
  const indexes = Array.from({length: first.shard.count}, (_, index) => index);
  const found = indexes.flatMap((index) => byIndex.get(index) ?? []);
  refuseLacking(indexes, byIndex, parts.length);
  return found;
}

function refuseForeign(part: ShardPart, first: ShardPart): void {
  // One that is not finished does not know all of it yet.
  const known = Object.entries(first.common).filter(([field]) => field in part.common);
  const other = firstDifference(part.common, Object.fromEntries(known));
  if (other === null) return;
  throw new UsageError(
    `${part.manifest}: ${other.field}: ${other.before}, that of ${first.name} is ${other.now}; merge shards of one command`,
  );
}

function refuseLacking(
  indexes: readonly number[],
  byIndex: ReadonlyMap<number, ShardPart>,
  given: number,
): void {
  const lacking = indexes.filter((index) => !byIndex.get(index)?.isFinished);
  if (lacking.length === 0) return;
  const unfinished = [...byIndex.values()].filter(({isFinished}) => !isFinished);
  const begun =
    unfinished.length === 0
      ? ''
      : ` (not finished: ${unfinished.map(({name}) => name).join(', ')})`;
  throw new MissingRequirementError(
    `merge: of ${indexes.length} shards ${counted(given, 'was', 'were')} given${begun}; missing: ${lacking.join(' ')}; run ${lacking.length === 1 ? 'it' : 'them'} (Slurm: --array=${arrayOf(lacking)}), and merge again`,
  );
}

/** @example arrayOf([3, 5, 6, 7, 17]) // => '3,5-7,17' */
export function arrayOf(indexes: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const index of indexes) {
    const range = ranges.at(-1);
    if (range && range[1] === index - 1) range[1] = index;
    else ranges.push([index, index]);
  }
  return ranges
    .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
    .join(',');
}
