import {canonicalHash} from '../files/canonical-hash.js';
import {readPublishedLive} from '../interchange/published/tables.js';
import {agreement} from '../score/agreement.js';
import {modelKey} from '../score/model-names.js';
import type {PairedModel} from '../score/paired-models.js';
import {scoring} from '../score/scoring.js';
import type {BoardAgreement} from './board-file.js';
import {type EntryRow, groupBy, isCounted, publishedSuite, valuesOf} from './entry-row.js';

/** A static row, and the live one of the same model, where the board has one. */
export type PairedRow = EntryRow & {live: EntryRow | null};

type BothSides = PairedModel & {live_from: 'entry' | 'published'};

/**
 * How static suits live, for each log, scenario and metric of which some model has both: its own
 * live entry, or else, where the published tables stand on the board, their figure. The reference
 * on its own log is no evidence: there both are one by construction.
 */
export function boardAgreements(
  rows: readonly PairedRow[],
  withPublished: boolean,
): BoardAgreement[] {
  const statics = rows.filter((each) => each.row.mode === 'static' && isCounted(each));
  const groups = groupBy(
    statics.filter(({entry: {model, log}}) => log && !isOf(model, log.reference_model)),
    ({row: {kind, scenario, metric}, entry: {suite, log}}) =>
      canonicalHash([kind, scenario, metric, suite.sha256, log?.sha256 ?? null]),
  );
  return [...groups.values()].flatMap((group) => {
    const pairs = group.flatMap((each) => pairOf(each, withPublished) ?? []);
    const [first] = group;
    if (!first || first.row.reference === null || pairs.length === 0) return [];
    const {kind, suite, reference, scenario, metric} = first.row;
    const found = agreement(pairs, scoring);
    const {n_models, problems, resampled, spearman, kendall_tau_b, pearson} = found;
    return [
      {
        ...{kind, suite, reference, scenario, metric, n_models, problems, resampled},
        ...{spearman, kendall_tau_b, pearson},
        models: found.models.map((model, at) => ({
          ...model,
          live_from: pairs[at]?.live_from ?? 'published',
        })),
      },
    ];
  });
}

function isOf(model: string, reference: string): boolean {
  return modelKey(model) === modelKey(reference);
}

function pairOf({live, ...own}: PairedRow, withPublished: boolean): BothSides | null {
  const model = own.row.model;
  const side = (each: EntryRow) => ({kind: 'problems', byTask: valuesOf(each)}) as const;
  if (live) return {model, static: side(own), live: side(live), live_from: 'entry'};
  if (!withPublished || own.row.kind !== 'real' || own.row.suite !== publishedSuite) return null;
  const {scenario, metric} = own.row;
  const value = readPublishedLive().models.find((each) => isOf(own.entry.model, each.model));
  const score = value?.[metric][scenario];
  if (score === undefined) return null;
  return {model, static: side(own), live: {kind: 'score', value: score}, live_from: 'published'};
}
