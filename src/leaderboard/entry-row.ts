import type {BoardRow} from './board-file.js';
import type {BoardEntry} from './entry.js';

/** A row and the entry that it is of. */
export type EntryRow = {row: BoardRow; entry: BoardEntry};

/** The suite of the published figures. */
export const publishedSuite = 'bigcodebench';

/** Whether a figure can be held against others. */
export function isCounted({row: {value}, entry: {level}}: EntryRow): boolean {
  return level !== 'reported' && value !== null;
}

/** What each problem adds, where that is known. */
export function valuesOf({row: {scenario, metric}, entry}: EntryRow): Map<string, number> {
  const found = entry.scenarios[scenario];
  return new Map(
    (found?.tasks ?? []).flatMap((task, at) => {
      const value = found?.values[metric][at];
      return value == null ? [] : [[task, value] as const];
    }),
  );
}

/** Groups in the order of their first items. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
