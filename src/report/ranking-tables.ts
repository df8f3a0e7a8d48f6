import type {CorrelationRow} from '../correlate/correlate-runs.js';
import {coefficientCell} from './coefficients.js';
import {metricName} from './metric-name.js';
import {percent} from './percent.js';
import type {ReportTable} from './table.js';

/**
 * The pairs of models whose order differs between static and live, named; the widest live gap of
 * each row first.
 */
export function discordantTable(rows: readonly CorrelationRow[]): ReportTable {
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
}: CorrelationRow): ReportTable {
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
      `Convention: credited. Spearman ${coefficientCell(agreement.spearman)}, ${agreement.n_models} models, ${agreement.problems === null ? 'published scores' : `n = ${agreement.problems} problems`}.`,
    ],
  };
}

/** 1 for the highest; equal values share the better rank. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length);
}
