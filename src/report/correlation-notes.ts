import type {CorrelationRow} from '../correlate/correlate-runs.js';
import {counted} from '../options/counted.js';
import type {Coefficient} from '../score/agreement.js';
import {leastPValue} from '../score/permutation-p-value.js';
import {pValue} from './coefficients.js';

/** What the coefficients and their intervals are, and how much they can be trusted. */
export function methodNotes(rows: readonly CorrelationRow[]): string[] {
  const first = rows[0]?.agreement;
  if (!first) return [];
  const resampled = [...new Set(rows.map(({agreement}) => agreement.resampled))].join(' or ');
  const {resamples, seed} = first.bootstrap;
  const undefinedResamples = rows.reduce((sum, {agreement: {spearman}}) => {
    return sum + (spearman.value === null ? 0 : spearman.undefined_resamples);
  }, 0);
  return [
    `Convention: credited. Intervals: 95%, bootstrap over ${resampled} (${resamples} resamples, seed ${seed}).`,
    'p: two-sided permutation test of Spearman; exact up to 8 models, else 10,000 orders drawn with the same seed.',
    ...fewModelsNotes(rows),
    ...(undefinedResamples > 0
      ? [
          `${undefinedResamples} resamples of Spearman ranked nothing (all models alike) and are left out of its intervals.`,
        ]
      : []),
    ...exclusionNotes(
      rows.flatMap(({agreement: {spearman, kendall_tau_b, pearson}}) => [
        spearman,
        kendall_tau_b,
        pearson,
      ]),
    ),
  ];
}

/** A test whose least p is above this cannot call any agreement evidence. */
const evidence = 0.05;

/** Says where there are so few models, or so many ties, that no agreement could be evidence. */
function fewModelsNotes(rows: readonly CorrelationRow[]): string[] {
  const leastOf = new Map<string, Set<number>>();
  for (const {agreement} of rows) {
    const {n_models, models} = agreement;
    const [statics, lives] = [models.map((model) => model.static), models.map(({live}) => live)];
    const least = leastPValue(statics, lives);
    if (least === null || least <= evidence) continue;
    const tied = [statics, lives].some((scores) => new Set(scores).size < scores.length);
    const who = `${counted(n_models, 'model')}${tied ? ', some of them tied,' : ''}`;
    leastOf.set(who, (leastOf.get(who) ?? new Set()).add(least));
  }
  return [...leastOf].map(([who, found]) => {
    const values = [...found].sort((a, b) => a - b).map(pValue);
    return `With ${who} p cannot fall below ${values.join(', by another score ')}: not even a perfect agreement would be evidence.`;
  });
}

/**
 * Not corrected for bias (Efron's z0): where most resamples lie below the estimate, the corrected
 * interval is made of the few extreme ones, and worse than the plain one.
 */
export function exclusionNotes(coefficients: readonly Coefficient[]): string[] {
  const excluding = coefficients.filter((each) => {
    if (each.value === null || each.low === null || each.high === null) return false;
    return each.value < each.low || each.value > each.high;
  }).length;
  if (excluding === 0) return [];
  return [
    `${excluding === 1 ? '1 interval excludes its' : `${excluding} intervals exclude their`} own value. Intervals here are plain percentiles, and resampling adds noise to both rankings, which lowers most coefficients: read these as too low.`,
  ];
}

/** What did not match, named once. */
export function unmatchedNotes(rows: readonly CorrelationRow[]): string[] {
  const names = (side: 'unmatchedStatic' | 'unmatchedLive' | 'self') => [
    ...new Set(rows.flatMap((row) => row.unmatched[side])),
  ];
  const unused = new Set(
    rows.flatMap((row) => row.unmatched.unusedAliases.map(({name, same}) => `${name}=${same}`)),
  );
  const line = (what: string, found: readonly string[]) =>
    found.length > 0 ? [`${what}: ${found.join(', ')}.`] : [];
  return [
    ...line('Only static', names('unmatchedStatic')),
    ...line('Only live', names('unmatchedLive')),
    ...line('Left out, since on its own log static and live are one', names('self')),
    ...line('Aliases that name no model', [...unused]),
  ];
}
