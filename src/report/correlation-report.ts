import type {Agreement, Coefficient} from '../score/agreement.js';
import {leastPValue, type PValue} from '../score/permutation-p-value.js';
import {coefficient, percent} from './percent.js';
import type {ReportRecords, ReportTable} from './table.js';

/** What a row of the correlation table is about. */
export type NamedAgreement = {
  reference: string;
  scenario: string;
  metric: string;
  agreement: Agreement;
};

/** Static against live, a row per reference model, scenario and metric. */
export function correlationTable(
  rows: readonly NamedAgreement[],
  notes: readonly string[] = [],
): ReportTable {
  return {
    title: 'Agreement of the static ranking with the live one',
    columns: [
      'reference',
      'scenario',
      'metric',
      'Spearman',
      'Kendall tau-b',
      'Pearson',
      'p',
      'models',
      'problems',
    ],
    rows: rows.map(({reference, scenario, metric, agreement}) => [
      reference,
      scenario,
      metricName(metric),
      withInterval(agreement.spearman),
      withInterval(agreement.kendall_tau_b),
      withInterval(agreement.pearson),
      agreement.p_value.value === null ? '–' : pValue(agreement.p_value.value),
      String(agreement.n_models),
      agreement.problems === null ? 'published' : String(agreement.problems),
    ]),
    notes: [...methodNotes(rows), ...notes],
  };
}

/**
 * Several references side by side: Spearman, a row per scenario and metric. Null for a single one.
 */
export function sideBySideTable(rows: readonly NamedAgreement[]): ReportTable | null {
  const references = [...new Set(rows.map(({reference}) => reference))];
  if (references.length < 2) return null;
  const kinds = new Map(rows.map((row) => [`${row.scenario} ${row.metric}`, row]));
  const at = (reference: string, {scenario, metric}: NamedAgreement) =>
    rows.find(
      (row) => row.reference === reference && row.scenario === scenario && row.metric === metric,
    );
  return {
    title: 'Spearman of static with live, by reference model',
    columns: ['scenario', 'metric', ...references],
    rows: [...kinds.values()].map((kind) => [
      kind.scenario,
      metricName(kind.metric),
      ...references.map((reference) => {
        const row = at(reference, kind);
        return row ? withInterval(row.agreement.spearman) : '–';
      }),
    ]),
    notes: [
      'Convention: credited.',
      ...exclusionNotes(rows.map(({agreement}) => agreement.spearman)),
    ],
  };
}

/**
 * The pairs of models whose order differs between static and live, named; the widest live gap of
 * each row first.
 */
export function discordantTable(rows: readonly NamedAgreement[]): ReportTable {
  const found = rows.flatMap((row) => row.agreement.discordant_pairs.map((pair) => ({row, pair})));
  const compared = rows.reduce((sum, {agreement: {n_models: n}}) => sum + (n * (n - 1)) / 2, 0);
  return {
    title: 'Pairs whose order differs: ahead live, behind static; gaps in percentage points',
    columns: [
      'reference',
      'scenario',
      'metric',
      'ahead live',
      'ahead static',
      'live gap',
      'static gap',
    ],
    rows: found.map(({row, pair}) => [
      row.reference,
      row.scenario,
      metricName(row.metric),
      pair.ahead,
      pair.behind,
      percent(pair.live_gap),
      percent(pair.static_gap),
    ]),
    notes: [
      `Convention: credited. ${found.length} of ${compared} pairs; a tie on either side is no order.`,
    ],
  };
}

/** Both rankings of one scenario side by side, best live first. */
export function rankingTable({
  reference,
  scenario,
  metric,
  agreement,
}: NamedAgreement): ReportTable {
  const models = [...agreement.models].sort((a, b) => b.live - a.live);
  const staticRank = ranks(models.map((model) => model.static));
  const liveRank = ranks(models.map((model) => model.live));
  return {
    title: `${scenario}: ${metricName(metric)}, static on ${reference} and live, percent`,
    columns: ['model', 'live', 'rank', 'static', 'rank'],
    rows: models.map((model, i) => [
      model.model,
      percent(model.live),
      String(liveRank[i]),
      percent(model.static),
      String(staticRank[i]),
    ]),
    notes: [
      `Convention: credited. Spearman ${withInterval(agreement.spearman)}, ${agreement.n_models} models, n = ${agreement.problems ?? '?'} problems.`,
    ],
  };
}

/** One record per reference, scenario, metric and coefficient, for programs that read CSV. */
export function correlationRecords(rows: readonly NamedAgreement[]): ReportRecords {
  return {
    columns: [
      'reference',
      'scenario',
      'metric',
      'coefficient',
      'value',
      'low',
      'high',
      'models',
      'problems',
      'resampled',
      'resamples',
      'seed',
      'reason',
    ],
    rows: rows.flatMap(({reference, scenario, metric, agreement}) => {
      const {n_models, problems, resampled, bootstrap} = agreement;
      const behind = [n_models, problems, resampled, bootstrap.resamples, bootstrap.seed];
      return (['spearman', 'kendall_tau_b', 'pearson', 'p_value'] as const).map((name) => [
        reference,
        scenario,
        metric,
        name,
        ...numbersOf(agreement[name]),
        ...behind,
        agreement[name].value === null ? agreement[name].reason : null,
      ]);
    }),
  };
}

/** As the tables write it. */
export function metricName(metric: string): string {
  return {mrr: 'MRR', recall: 'Recall'}[metric] ?? metric;
}

function numbersOf(measure: Coefficient | PValue): (number | null)[] {
  if (measure.value === null) return [null, null, null];
  return 'low' in measure
    ? [measure.value, measure.low, measure.high]
    : [measure.value, null, null];
}

function methodNotes(rows: readonly NamedAgreement[]): string[] {
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
function fewModelsNotes(rows: readonly NamedAgreement[]): string[] {
  const notes = rows.flatMap(({agreement: {n_models, models}}) => {
    const [statics, lives] = [models.map((model) => model.static), models.map(({live}) => live)];
    const least = leastPValue(statics, lives);
    if (least === null || least <= evidence) return [];
    const tied = [statics, lives].some((scores) => new Set(scores).size < scores.length);
    return [
      `With ${n_models} models${tied ? ', some of them tied,' : ''} p cannot fall below ${pValue(least)}: not even a perfect agreement would be evidence.`,
    ];
  });
  return [...new Set(notes)];
}

/**
 * Not corrected for bias (Efron's z0): where most resamples lie below the estimate, the corrected
 * interval is made of the few extreme ones, and worse than the plain one.
 */
function exclusionNotes(coefficients: readonly Coefficient[]): string[] {
  const excluding = coefficients.filter((each) => {
    if (each.value === null || each.low === null || each.high === null) return false;
    return each.value < each.low || each.value > each.high;
  }).length;
  if (excluding === 0) return [];
  return [
    `${excluding} of the intervals exclude their own value. They are plain percentile intervals, and resampling adds noise to both rankings, which lowers most coefficients: read these as too low.`,
  ];
}

/** 1 for the highest; equal values share the better rank. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length);
}

function withInterval(measure: Coefficient): string {
  if (measure.value === null) return `– (${measure.reason})`;
  if (measure.low === null || measure.high === null) return coefficient(measure.value);
  return `${coefficient(measure.value)} [${coefficient(measure.low)}, ${coefficient(measure.high)}]`;
}

/** Three decimals, and never 0: a permutation test cannot say that. */
function pValue(value: number): string {
  return value < 0.001 ? '< 0.001' : coefficient(value);
}
