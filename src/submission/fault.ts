/**
 * Something in which a bundle is not what it should be. `where`: the file of the bundle, and the
 * line, place or field in it. `remedy`: what the submitter can do.
 */
export type Fault = {rule: string; where: string; problem: string; remedy: string};

/** A rule’s faults from the first `shown` of what it saw; the rest are counted in one more. */
export function firstOf(seen: readonly Omit<Fault, 'rule'>[], rule: string, shown = 5): Fault[] {
  const found = seen.slice(0, shown).map((each) => ({rule, ...each}));
  const first = seen[0];
  const more = seen.length - shown;
  if (more <= 0 || !first) return found;
  const file = first.where.split(':')[0] ?? first.where;
  const {remedy} = first;
  return [...found, {rule, where: file, problem: `${more} more of this kind`, remedy}];
}

/** @example `rows: verdicts.jsonl: CF Starter/3 turn 2: …; restore the file` */
export function faultLine({rule, where, problem, remedy}: Fault): string {
  return `${rule}: ${where}: ${problem}; ${remedy}`;
}
