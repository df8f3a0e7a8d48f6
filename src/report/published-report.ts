import type {
  Published,
  PublishedCritics,
  PublishedLive,
  PublishedStatic,
} from '../interchange/published/tables.js';
import {scenarios} from '../problem/scenario.js';
import type {Report} from './formats.js';
import {coefficient, percent} from './percent.js';
import {columnIds, publishedRecords} from './published-records.js';
import type {ReportTable, TableCell} from './table.js';

/** The published figures in every form. */
export function publishedReport(published: Published): Report {
  return {
    tables: publishedTables(published),
    records: () => publishedRecords(published),
    json: published,
  };
}

/**
 * The published tables as the paper lays them out: Tables 7, 8 and 14, upstream's two examples, and
 * the points of its figure.
 */
function publishedTables(published: Published): ReportTable[] {
  const {examples, figure} = published.static;
  return [
    liveTable(published.live, 'mrr'),
    liveTable(published.live, 'recall'),
    criticTable(published.critics),
    exampleTable(examples.live, published.static.source),
    exampleTable(examples.static, published.static.source),
    figureTable(figure),
  ];
}

const groups = [
  {id: 'closed', title: 'Closed-source models'},
  {id: 'open-30b-and-up', title: 'Open-source models, 30B and up'},
  {id: 'open-under-30b', title: 'Open-source models, under 30B'},
] as const;

function liveTable({models, source, note}: PublishedLive, metric: 'mrr' | 'recall'): ReportTable {
  const places = new Map(
    columnIds.map((id) => [id, topTwo(models.map((model) => model[metric][id]))]),
  );
  const cell = (value: number, id: (typeof columnIds)[number]): TableCell => {
    const {best, second} = places.get(id) ?? {};
    const text = percent(value);
    if (value === best) return {text, mark: 'best'};
    return value === second ? {text, mark: 'second'} : text;
  };
  const rows = groups.flatMap((group) => [
    [group.title, ...columnIds.map(() => '')],
    ...models
      .filter((model) => model.group === group.id)
      .map((model) => [model.model, ...columnIds.map((id) => cell(model[metric][id], id))]),
  ]);
  const [table, name] = metric === 'mrr' ? [7, 'MRR'] : [8, 'Recall'];
  return {
    title: `Table ${table}: ${name}, live, percent`,
    columns: ['', ...columnIds],
    rows,
    notes: [`Source: ${source}.`, ...(metric === 'mrr' ? [`Note: ${note}.`] : [])],
  };
}

/** The highest value and the next lower one; equal values share their place. */
function topTwo(values: readonly number[]): {
  best?: number | undefined;
  second?: number | undefined;
} {
  const [best, second] = [...new Set(values)].sort((a, b) => b - a);
  return {best, second};
}

function criticTable({rows, scenario, turn, source}: PublishedCritics): ReportTable {
  const targets = Object.keys(rows[0]?.pass_at_1 ?? {});
  return {
    title: `Table 14: Pass@1 at turn ${turn} in ${scenario}, by who writes the feedback, percent`,
    columns: ['feedback by', ...targets],
    rows: rows.map(({critic, pass_at_1}) => [
      critic ?? 'nobody (turn 0)',
      ...targets.map((target) => figureOf(pass_at_1[target])),
    ]),
    notes: [`Source: ${source}.`],
  };
}

function exampleTable(example: PublishedStatic['examples']['live'], source: string): ReportTable {
  const shown = scenarios.flatMap(({id}) => {
    const figures = example.scenarios[id];
    return figures ? [{id, figures}] : [];
  });
  const turns = shown[0]?.figures.pass_at_1.length ?? 0;
  const mode = example.reference_model === null ? 'live' : `static on ${example.reference_model}`;
  return {
    title: `${example.model}, ${mode}: Pass@1 by turn, MRR, Recall, percent`,
    columns: ['', ...shown.map(({id}) => id)],
    rows: [
      ...Array.from({length: turns}, (_, i) => [
        `turn ${example.first_turn + i}`,
        ...shown.map(({figures}) => figureOf(figures.pass_at_1[i])),
      ]),
      ['MRR', ...shown.map(({figures}) => percent(figures.mrr))],
      ['Recall', ...shown.map(({figures}) => percent(figures.recall))],
    ],
    notes: [`Convention: upstream. Source: ${source}.`],
  };
}

function figureTable({
  points,
  scenario,
  reference_model,
  spearman,
  source,
  ambiguous,
}: PublishedStatic['figure']): ReportTable {
  return {
    title: `Static against live, MRR in ${scenario}, reference ${reference_model}, percent`,
    columns: ['model', 'live', 'static'],
    rows: points.map((point) => [point.model, twoDecimals(point.live), twoDecimals(point.static)]),
    notes: [
      `Spearman ${coefficient(spearman)} as printed, ${points.length} models.`,
      `Source: ${source}.`,
      `Named by colour: ${ambiguous}.`,
    ],
  };
}

function figureOf(value: number | undefined): string {
  return value === undefined ? '–' : percent(value);
}

/** The figure was read off more finely than tables are printed. */
function twoDecimals(rate: number): string {
  return (rate * 100).toFixed(2);
}
