import {canonicalHash} from '../files/canonical-hash.js';
import {readPublishedLive, readPublishedStatic} from '../interchange/published/tables.js';
import {type ScenarioId, scenarios} from '../problem/scenario.js';
import {modelKey} from '../score/model-names.js';
import {predictLive} from '../score/prediction.js';
import type {Metric} from '../score/problem-scores.js';
import {scoring} from '../score/scoring.js';
import type {BoardEntry} from './entry.js';
import {type Ranked, rankAll} from './rank.js';

/** One figure of a board: a row of its table. */
export type BoardRow = {
  /** Real and simulated models, and published figures, are never ranked together. */
  kind: 'real' | 'simulated' | 'published';
  model: string;
  group: string | null;
  size_billions: number | null;
  mode: 'live' | 'static';
  suite: string;
  reference: string | null;
  scenario: ScenarioId;
  metric: Metric;
  value: number | null;
  floor: number | null;
  gain: number | null;
  n: number | null;
  rank: Ranked | null;
  /** Why a figure of an entry has no rank. */
  unranked: string | null;
  /** The model’s live score: of its own live entry here, or predicted from published ones. */
  live: LiveFigure | null;
  level: string;
  agreement: number | null;
  separate_share: number | null;
  cost: BoardEntry['info']['cost'];
  /** The bundle, beside the page; null for what was published. */
  file: string | null;
  bundle_sha256: string | null;
};

export type LiveFigure = {
  value: number;
  low: number;
  high: number;
  from: 'entry' | 'predicted';
  /** Of the live entry, where it is another than that of the static one. */
  revision?: string;
};

const metrics: readonly Metric[] = ['mrr', 'recall'];

/**
 * Every figure of a board, real entries first, published ones last.
 * @param leftOutAtMost problems of the suite that an entry may lack and still be ranked.
 */
export function boardRows(
  entries: readonly BoardEntry[],
  {leftOutAtMost, withPublished}: {leftOutAtMost: number; withPublished: boolean},
): BoardRow[] {
  const rows = entries.flatMap((entry) => rowsOf(entry));
  const ranked = withRanks(rows, entries, leftOutAtMost);
  const byFile = new Map(entries.map((entry) => [entry.file, entry]));
  const lives = ranked.flatMap((row) => {
    const entry = byFile.get(row.file ?? '');
    const isChecked = entry?.mode === 'live' && entry.level !== 'reported';
    return isChecked && row.value !== null ? [{row, entry, value: row.value}] : [];
  });
  const withLives = ranked.map((row) => withLive(row, ownLive(row, byFile, lives)));
  return [...withLives, ...(withPublished ? publishedRows() : [])];
}

function rowsOf(entry: BoardEntry): BoardRow[] {
  const {info, passes, mode, level, agreement, file, bundle_sha256} = entry;
  return scenarios.flatMap(({id}) => {
    const scenario = entry.scenarios[id];
    if (!scenario) return [];
    return metrics.map(
      (metric): BoardRow => ({
        kind: entry.simulated ? 'simulated' : 'real',
        model: info.display_name ?? entry.model,
        group: info.group,
        size_billions: info.size_billions,
        mode,
        suite: entry.suite.name,
        reference: entry.log?.reference_model ?? null,
        scenario: id,
        metric,
        ...scenario[metric],
        n: scenario.n,
        rank: null,
        unranked: null,
        live: null,
        level,
        agreement,
        separate_share: passes.all === 0 ? null : passes.separate / passes.all,
        cost: info.cost,
        file,
        bundle_sha256,
      }),
    );
  });
}

/** Ranks entries of one kind, mode, suite and log, over the problems that all of them know. */
function withRanks(
  rows: readonly BoardRow[],
  entries: readonly BoardEntry[],
  leftOutAtMost: number,
): BoardRow[] {
  const byFile = new Map(entries.map((entry) => [entry.file, entry]));
  const barred = new Map(
    rows.map((row) => [row, whyUnranked(row, byFile.get(row.file ?? ''), leftOutAtMost)]),
  );
  const groups = new Map<string, BoardRow[]>();
  for (const row of rows) {
    const entry = byFile.get(row.file ?? '');
    if (!entry || barred.get(row) !== null) continue;
    const {kind, mode, scenario, metric} = row;
    const {suite, log} = entry;
    const key = canonicalHash([kind, mode, scenario, metric, suite.sha256, log?.sha256 ?? null]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const ranks = new Map<BoardRow, Ranked>();
  for (const group of groups.values()) {
    const values = group.map((row) => valuesOf(byFile.get(row.file ?? ''), row));
    const common = [...(values[0]?.keys() ?? [])].filter((task) =>
      values.every((each) => each.has(task)),
    );
    const ranked = rankAll(
      values.map((each) => common.map((task) => each.get(task) ?? 0)),
      scoring,
    );
    for (const [at, row] of group.entries()) {
      const rank = ranked[at];
      if (rank) ranks.set(row, rank);
    }
  }
  return rows.map((row) => ({
    ...row,
    rank: ranks.get(row) ?? null,
    unranked: barred.get(row) ?? null,
  }));
}

function whyUnranked(
  row: BoardRow,
  entry: BoardEntry | undefined,
  leftOutAtMost: number,
): string | null {
  if (!entry || entry.level === 'reported') return 'the bundle has a fault';
  if (row.value === null) return 'verdicts are missing';
  const covered = valuesOf(entry, row).size;
  const {problems} = entry.suite;
  if (problems === null) return 'nobody knows how many problems its suite has';
  return problems - covered > leftOutAtMost ? `covers ${covered} of ${problems} problems` : null;
}

function valuesOf(entry: BoardEntry | undefined, {scenario, metric}: BoardRow) {
  const found = entry?.scenarios[scenario];
  return new Map(
    (found?.tasks ?? []).flatMap((task, at) => {
      const value = found?.values[metric][at];
      return value == null ? [] : [[task, value] as const];
    }),
  );
}

type Live = {row: BoardRow; entry: BoardEntry; value: number};

/** The live figure of a model’s own checked entry, of the same revision where there is one. */
function ownLive(
  row: BoardRow,
  byFile: ReadonlyMap<string, BoardEntry>,
  lives: readonly Live[],
): LiveFigure | null {
  const entry = byFile.get(row.file ?? '');
  if (!entry) return null;
  const key = liveKey(row, entry);
  const own = lives.filter((live) => liveKey(live.row, live.entry) === key);
  const revision = entry.info.model_revision;
  const chosen = own.find((live) => live.entry.info.model_revision === revision) ?? own[0];
  if (!chosen) return null;
  const {value} = chosen;
  const other = chosen.entry.info.model_revision;
  const figure = {value, low: value, high: value, from: 'entry'} as const;
  return other === revision ? figure : {...figure, revision: other};
}

function liveKey({kind, scenario, metric}: BoardRow, {model, suite}: BoardEntry): string {
  return canonicalHash([kind, modelKey(model), suite.sha256, scenario, metric]);
}

/** Beside a static figure the live one: the model’s own, or what published pairs let expect. */
function withLive(row: BoardRow, own: LiveFigure | null): BoardRow {
  if (row.mode !== 'static' || row.value === null) return row;
  if (own !== null) return {...row, live: own};
  if (row.kind === 'simulated' || row.reference === null) return row;
  const {figure} = readPublishedStatic();
  const {scenario, metric, reference_model: reference, points: models} = figure;
  const target = {scenario: row.scenario, metric: row.metric, reference: row.reference};
  const isOfFit = modelKey(row.reference) === modelKey(reference) && row.suite === publishedSuite;
  if (!isOfFit) return row;
  const prediction = predictLive(
    {scope: {scenario, metric, reference}, models},
    {model: row.model, static: row.value, scope: {...target, reference}},
  );
  if (prediction.value === null) return row;
  const {value, low, high} = prediction;
  return {...row, live: {value, low, high, from: 'predicted'}};
}

/** The suite of the published figures. */
const publishedSuite = 'bigcodebench';

/** The paper’s Tables 7 and 8: live, without problems, so without ranks of ours. */
function publishedRows(): BoardRow[] {
  return readPublishedLive().models.flatMap((published) =>
    scenarios.flatMap(({id}) =>
      metrics.flatMap((metric): BoardRow[] => {
        const value = published[metric][id];
        if (value === undefined) return [];
        return [
          {
            ...{kind: 'published', model: published.model, group: published.group},
            ...{size_billions: null, mode: 'live', suite: publishedSuite, reference: null},
            ...{scenario: id, metric, value, floor: null, gain: null, n: null, rank: null},
            ...{unranked: null},
            ...{live: null, level: 'published', agreement: null, separate_share: null},
            ...{cost: null, file: null, bundle_sha256: null},
          },
        ];
      }),
    ),
  );
}
