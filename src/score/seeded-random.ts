import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';
import {UsageError} from '../errors.js';

/** A stream of whole numbers: `below(n)` is uniform over 0..n-1. */
export type SeededRandom = {below(n: number): number};

/**
 * Equal seeds give equal streams, on every machine (xoroshiro128+).
 * @throws {UsageError} unless `seed` is a whole number from 0 to 4294967295.
 */
export function seededRandom(seed: number): SeededRandom {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new UsageError(`seed: ${seed} was given; expected a whole number from 0 to 4294967295`);
  }
  const generator = xoroshiro128plus(seed | 0);
  return {below: (n) => uniformInt(generator, 0, n - 1)};
}

/**
 * `count` different numbers out of 0..n-1 (at most n of them), in random order: a partial
 * Fisher-Yates shuffle.
 */
export function drawWithoutReplacement(n: number, count: number, random: SeededRandom): Int32Array {
  const order = Int32Array.from({length: n}, (_, index) => index);
  const drawn = Math.min(n, count);
  for (let place = 0; place < drawn; place++) {
    const from = place + random.below(n - place);
    const picked = order[from] ?? 0;
    order[from] = order[place] ?? 0;
    order[place] = picked;
  }
  return order.subarray(0, drawn);
}
