import type {SubsetRecord} from '../correlate/subset-log.js';
import {coefficient, withInterval} from './percent.js';

/** What a smaller log was cut from, and, where an agreement was asked for, at what price. */
export function subsetLines(out: string, record: SubsetRecord): string[] {
  const {problems, source, strata, agreement} = record;
  const taken = Object.entries(strata).map(
    ([stratum, count]) => `${stratum}: ${count.taken} of ${count.of}`,
  );
  const cut = `${out}: ${problems} of ${source.problems} problems, by the turn at which the reference solved them (${taken.join(', ')})`;
  if (agreement === null || agreement.choice.size === null) return [cut];
  const {expected, agreements} = agreement.choice;
  const worst = agreements.reduce((least, other) =>
    other.spearman < least.spearman ? other : least,
  );
  return [
    cut,
    `a subset of this size agrees with live at ${withInterval(coefficient, expected)} in its worst scenario (Spearman of MRR); this one at ${coefficient(worst.spearman)} in ${worst.scenario}, on the models it was chosen with`,
  ];
}
