import {createHash} from 'node:crypto';

/**
 * A number in [0, 1) that depends on the given texts alone: the first 48 bits of their SHA-256.
 * Draws are named rather than taken from a stream, so that what one bug decides never shifts what
 * another one does.
 */
export function chance(...names: readonly string[]): number {
  return createHash('sha256').update(names.join('\n')).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** One of `items` (undefined of none), each as likely as the others. */
export function pick<T>(items: readonly T[], ...names: readonly string[]): T | undefined {
  return items[Math.floor(chance(...names) * items.length)];
}

/** `items` in an order that depends on `names` alone. */
export function shuffled<T>(items: readonly T[], ...names: readonly string[]): T[] {
  return items
    .map((item, index) => ({item, rank: chance(...names, String(index))}))
    .sort((a, b) => a.rank - b.rank)
    .map(({item}) => item);
}
