import type {Agreement, Coefficient} from '../score/agreement.js';
import {coefficient, percent} from './percent.js';
import type {ReportTable} from './table.js';

/** What a row of the correlation table is about. */
export type NamedAgreement = {reference: string; scenario: string; metric: string; agreement: Agreement};

/** Static against live, a row per reference model, scenario and metric. */
export function correlationTable(rows: readonly NamedAgreement[], notes: readonly string[] = []): ReportTable {
  const first = rows[0]?.agreement;
  return {
    title: 'Agreement of the static ranking with the live one',
    columns: ['reference', 'scenario', 'metric', 'Spearman', 'Kendall tau-b', 'Pearson', 'models', 'problems'],
    rows: rows.map(({reference, scenario, metric, agreement}) => [
      reference,
      scenario,
      metricName(metric),
      withInterval(agreement.spearman),
      withInterval(agreement.kendall_tau_b),
      withInterval(agreement.pearson),
      String(agreement.n_models),
      agreement.problems === null ? 'published' : String(agreement.problems),
    ]),
    notes: [
      ...(first
        ? [
            `Intervals: 95%, bootstrap over ${[...new Set(rows.map(({agreement}) => agreement.resampled))].join(' or ')} (${first.bootstrap.resamples} resamples, seed ${first.bootstrap.seed}).`,
          ]
        : []),
      ...notes,
    ],
  };
}

/** Both rankings of one scenario side by side, best live first. */
export function rankingTable({reference, scenario, metric, agreement}: NamedAgreement): ReportTable {
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
      `Spearman ${withInterval(agreement.spearman)}, ${agreement.n_models} models, n = ${agreement.problems ?? '?'} problems.`,
    ],
  };
}

function metricName(metric: string): string {
  return {mrr: 'MRR', recall: 'Recall'}[metric] ?? metric;
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
