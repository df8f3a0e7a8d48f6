import {turnZeroScenario} from '../problem/scenario.js';
import type {VerdictRow} from '../run/verdict-row.js';
import {referenceVerdict} from './first-passing-turn.js';
import {problemVerdicts} from './problem-verdicts.js';
import {drawWithoutReplacement, type SeededRandom} from './seeded-random.js';

/** Per task id, the stratum it belongs to. */
export type Strata = ReadonlyMap<string, string>;

/**
 * The stratum of a problem: the turn at which the reference first passed it in any scenario
 * (`0`..`9`), or `never`. It decides which questions the log asks about a problem, so a subset that
 * keeps the shares of the strata asks what the whole log asks. Read off any static run on the log.
 */
export function referenceStrata(rows: Iterable<VerdictRow>): Map<string, string> {
  const first = new Map<string, number>();
  for (const [scenario, problems] of problemVerdicts(rows)) {
    if (scenario === turnZeroScenario) continue;
    for (const {taskId, verdicts} of problems) {
      const turn = verdicts.findIndex((_, at) => referenceVerdict(verdicts, at) === 'pass');
      const earliest = first.get(taskId) ?? Number.POSITIVE_INFINITY;
      first.set(taskId, Math.min(earliest, turn === -1 ? Number.POSITIVE_INFINITY : turn));
    }
  }
  return new Map(
    [...first].map(([taskId, turn]) => [taskId, Number.isFinite(turn) ? String(turn) : 'never']),
  );
}

/**
 * Tasks as positions 0..n-1, grouped by stratum, strata in a fixed order; tasks without a stratum
 * are one of their own.
 */
export function groupByStratum(tasks: readonly string[], strata: Strata): number[][] {
  const groups = new Map<string, number[]>();
  for (const [position, task] of tasks.entries()) {
    const stratum = strata.get(task) ?? 'unknown';
    groups.set(stratum, [...(groups.get(stratum) ?? []), position]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, positions]) => positions);
}

/** `size` positions without replacement, each group giving its share (`allocate`). */
export function stratifiedSample(
  groups: readonly number[][],
  size: number,
  random: SeededRandom,
): number[] {
  const shares = allocate(
    groups.map((group) => group.length),
    size,
  );
  return groups.flatMap((group, index) => {
    const drawn = drawWithoutReplacement(group.length, shares[index] ?? 0, random);
    return Array.from(drawn, (at) => group[at] ?? Number.NaN);
  });
}

/**
 * Shares `size` out in proportion to `lengths` by largest remainders (Hamilton), never more than a
 * group holds.
 * @example allocate([50, 30, 20], 11) // => [6, 3, 2]: quotas 5.5, 3.3 and 2.2, and the one left
 *   over goes to the largest remainder
 */
export function allocate(lengths: readonly number[], size: number): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const wanted = Math.min(size, total);
  // Whole numbers throughout: quota = length * wanted / total.
  const shares = lengths.map((length) => Math.floor((length * wanted) / total));
  const left = wanted - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = lengths
    .map((length, index) => ({index, remainder: (length * wanted) % total}))
    .sort((a, b) => b.remainder - a.remainder);
  const favoured = new Set(byRemainder.slice(0, left).map(({index}) => index));
  return shares.map((share, index) => share + Number(favoured.has(index)));
}
