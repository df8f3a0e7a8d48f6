import {foundSchema, type VerdictRow} from './verdict-row.js';

/** How a program was found. */
export type FoundRule = NonNullable<VerdictRow['found']>;

/** In how many answers a rule found the program. */
export type FoundCount = {rule: FoundRule; n: number};

/**
 * By which rules the programs of answers were found, in the order in which they are tried; those
 * that found none are left out, and so are rows of format version 1, which do not tell.
 * @param tasks only places of these problems; default: all.
 */
export function foundCounts(rows: Iterable<VerdictRow>, tasks?: ReadonlySet<string>): FoundCount[] {
  const counted = new Map<FoundRule, number>();
  for (const {found, task_id} of rows) {
    if (found === null || tasks?.has(task_id) === false) continue;
    counted.set(found, (counted.get(found) ?? 0) + 1);
  }
  return foundSchema.options.flatMap((rule) => {
    const n = counted.get(rule);
    return n === undefined ? [] : [{rule, n}];
  });
}
