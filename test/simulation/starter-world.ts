import {loadSuite} from '../../src/problem/suite.js';
import {loadCatalogue} from '../../src/simulation/catalogue.js';
import type {World} from './imagined-world.js';

/** The starter suite and its catalogue as they ship. */
export async function starterWorld(): Promise<World> {
  const suite = await loadSuite('starter');
  return {suite, catalogue: await loadCatalogue(suite)};
}

/** All subsets, the empty one first. */
export function subsetsOf<T>(items: readonly T[]): Set<T>[] {
  return Array.from(
    {length: 2 ** items.length},
    (_, mask) => new Set(items.filter((_item, bit) => (mask >> bit) & 1)),
  );
}
