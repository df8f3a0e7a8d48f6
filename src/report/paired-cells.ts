import type {PairedFigure} from '../compare/compare-runs.js';
import {percent, withInterval} from './percent.js';

/** What stands over a paired figure in a table. */
export const pairedColumns = [
  'scenario',
  'figure',
  'n',
  'A',
  'B',
  'B - A',
  'A alone',
  'B alone',
  'p',
];

/** The turns whose Pass@1 a short table shows; null is that of a figure of all turns. */
export const fewTurns: ReadonlySet<number | null> = new Set([null, 0, 1, 10]);

/** What a paired figure is of. */
export function pairedName({metric, turn}: PairedFigure): string {
  if (metric === 'pass_at_1') return `Pass@1 at ${turn}`;
  return metric === 'mrr' ? 'MRR' : 'Recall';
}

/** The cells of a paired figure behind its name. */
export function pairedCells({n, missing, a, b, difference, ...figure}: PairedFigure): string[] {
  const {low, high, only_a, only_b, p} = figure;
  const over = missing === 0 ? String(n) : `${n} (${missing} missing)`;
  if (a === null || b === null || difference === null) return [over, ...Array(6).fill('–')];
  const change = withInterval(percent, {value: difference, low, high});
  const counts = [only_a, only_b].map((count) => (count === null ? '–' : String(count)));
  return [over, percent(a), percent(b), change, ...counts, p === null ? '–' : probability(p)];
}

function probability(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
