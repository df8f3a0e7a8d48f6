import {canonicalHash} from '../files/canonical-hash.js';
import {readPublishedLive, readPublishedStatic} from '../interchange/published/tables.js';
import {scenarios} from '../problem/scenario.js';
import {modelKey} from '../score/model-names.js';
import {predictLive} from '../score/prediction.js';
import type {Metric} from '../score/problem-scores.js';
import {scoring} from '../score/scoring.js';
import {boardAgreements} from './board-agreement.js';
import type {BoardFile, BoardRow, LiveFigure} from './board-file.js';
import type {BoardEntry} from './entry.js';
import {type EntryRow, groupBy, isCounted, publishedSuite, valuesOf} from './entry-row.js';
import {type Ranked, rankAll} from './rank.js';

const metrics: readonly Metric[] = ['mrr', 'recall'];

export type Board = Pick<BoardFile, 'rows' | 'agreements'>;

export type BoardOptions = {
  /** Problems of the suite that an entry may lack and still be ranked. */
  leftOutAtMost: number;
  withPublished: boolean;
  /** Files of bundles that have a page of their own. */
  reported: ReadonlySet<string>;
};

/** Every figure of a board, real entries first, published ones last, and how static suits live. */
export function boardOf(
  entries: readonly BoardEntry[],
  {leftOutAtMost, withPublished, reported}: BoardOptions,
): Board {
  const own = withRanks(
    entries.flatMap((entry) => rowsOf(entry, reported.has(entry.file))),
    leftOutAtMost,
  );
  const lives = groupBy(
    own.filter((each) => each.row.mode === 'live' && isCounted(each)),
    liveKey,
  );
  const livesOf = (each: EntryRow) => lives.get(liveKey(each)) ?? [];
  const paired = own.map((each) => ({...each, live: ownLive(each, livesOf(each))}));
  const rows = paired.map((each) => ({...each.row, live: liveFigure(each, each.live)}));
  return {
    rows: [...rows, ...(withPublished ? publishedRows() : [])],
    agreements: boardAgreements(paired, withPublished),
  };
}

function rowsOf(entry: BoardEntry, hasReport: boolean): EntryRow[] {
  const {info, passes, mode, level, agreement, file, bundle_sha256} = entry;
  return scenarios.flatMap(({id}) => {
    const scenario = entry.scenarios[id];
    if (!scenario) return [];
    return metrics.map((metric): EntryRow => {
      const row: BoardRow = {
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
        report: hasReport ? `reports/${file}.html` : null,
      };
      return {row, entry};
    });
  });
}

/** Ranks entries of one kind, mode, suite and log, over the problems that all of them know. */
function withRanks(rows: readonly EntryRow[], leftOutAtMost: number): EntryRow[] {
  const barred = rows.map((each) => whyUnranked(each, leftOutAtMost));
  const groups = groupBy(
    rows.filter((_, at) => barred[at] === null),
    ({row: {kind, mode, scenario, metric}, entry: {suite, log}}) =>
      canonicalHash([kind, mode, scenario, metric, suite.sha256, log?.sha256 ?? null]),
  );
  const ranks = new Map<EntryRow, Ranked>();
  for (const group of groups.values()) {
    const values = group.map(valuesOf);
    const common = [...(values[0]?.keys() ?? [])].filter((task) =>
      values.every((each) => each.has(task)),
    );
    const ranked = rankAll(
      values.map((each) => common.map((task) => each.get(task) ?? Number.NaN)),
      scoring,
    );
    for (const [at, each] of group.entries()) {
      const rank = ranked[at];
      if (rank) ranks.set(each, rank);
    }
  }
  return rows.map((each, at) => ({
    ...each,
    row: {...each.row, rank: ranks.get(each) ?? null, unranked: barred[at] ?? null},
  }));
}

function whyUnranked({row, entry}: EntryRow, leftOutAtMost: number): string | null {
  if (entry.level === 'reported') return 'the bundle has a fault';
  if (row.value === null) return 'verdicts are missing';
  const covered = valuesOf({row, entry}).size;
  const {problems} = entry.suite;
  if (problems === null) return 'nobody knows how many problems its suite has';
  return problems - covered > leftOutAtMost ? `covers ${covered} of ${problems} problems` : null;
}

/** The live row of a model’s own checked entry, of the same revision where there is one. */
function ownLive({entry}: EntryRow, lives: readonly EntryRow[]): EntryRow | null {
  const revision = entry.info.model_revision;
  return lives.find((live) => live.entry.info.model_revision === revision) ?? lives[0] ?? null;
}

function liveKey({row: {kind, scenario, metric}, entry: {model, suite}}: EntryRow): string {
  return canonicalHash([kind, modelKey(model), suite.sha256, scenario, metric]);
}

/** Beside a static figure the live one: the model’s own, or what published pairs let expect. */
function liveFigure({row, entry}: EntryRow, own: EntryRow | null): LiveFigure | null {
  if (row.mode !== 'static' || row.value === null) return null;
  if (own === null || own.row.value === null) return predicted(row, row.value);
  const {value} = own.row;
  const {model_revision} = own.entry.info;
  const revision = model_revision === entry.info.model_revision ? null : model_revision;
  return {value, low: value, high: value, from: 'entry', revision};
}

function predicted(row: BoardRow, value: number): LiveFigure | null {
  if (row.kind === 'simulated' || row.reference === null) return null;
  const {figure} = readPublishedStatic();
  const {scenario, metric, reference_model: reference, points: models} = figure;
  const isOfFit = modelKey(row.reference) === modelKey(reference) && row.suite === publishedSuite;
  if (!isOfFit) return null;
  const prediction = predictLive(
    {scope: {scenario, metric, reference}, models},
    {
      model: row.model,
      static: value,
      scope: {scenario: row.scenario, metric: row.metric, reference},
    },
  );
  if (prediction.value === null) return null;
  const {low, high} = prediction;
  return {value: prediction.value, low, high, from: 'predicted', revision: null};
}

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
            ...{unranked: null, live: null, level: 'published', agreement: null},
            ...{separate_share: null, cost: null},
            ...{file: null, bundle_sha256: null, report: null},
          },
        ];
      }),
    ),
  );
}
