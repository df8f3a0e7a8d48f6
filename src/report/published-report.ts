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

/** Where the paper's own marks do not follow from its figures. */
const slips = {
  mrr: {model: 'DeepSeek-R1-Distill-Qwen-32B (16K)', id: 'CF_EF_FULL'},
  recall: {model: 'Qwen1.5-72B-Chat', id: 'CF_EF_FULL'},
} as const;

function liveTable({models, source, note}: PublishedLive, metric: 'mrr' | 'recall'): ReportTable {
  const rows = groups.flatMap((group) => {
    const inGroup = models.filter((model) => model.group === group.id);
    const columns = columnIds.map((id) => markedColumn(inGroup.map((model) => model[metric][id])));
    return [
      [group.title, ...columnIds.map(() => '')],
      ...inGroup.map(({model}, at) => [model, ...columns.flatMap((column) => column[at] ?? [])]),
    ];
  });
  const [table, name] = metric === 'mrr' ? [7, 'MRR'] : [8, 'Recall'];
  const slip = slips[metric];
  return {
    title: `Table ${table}: ${name}, live, percent`,
    columns: ['', ...columnIds],
    rows,
    notes: [
      'Best and second best of each column within its group; equal figures share their place.',
      `A slip of the paper is not taken over: at ${slip.model} in ${slip.id} its marks do not follow from its figures. Here all do.`,
      `Source: ${source}.`,
      ...(metric === 'mrr' ? [`Note: ${note}.`] : []),
    ],
  };
}

/** A column as printed, its highest value and the next lower one marked. */
function markedColumn(values: readonly number[]): TableCell[] {
  const [best, second] = [...new Set(values)].sort((a, b) => b - a);
  return values.map((value) => {
    const text = asPrinted(value);
    if (value === best) return {text, mark: 'best'};
    return value === second ? {text, mark: 'second'} : text;
  });
}

/** One decimal, but two where the source has two. */
function asPrinted(rate: number): string {
  const exact = twoDecimals(rate);
  return exact.endsWith('0') ? percent(rate) : exact;
}

function criticTable({rows, scenario, turn, source}: PublishedCritics): ReportTable {
  const targets = Object.keys(rows[0]?.pass_at_1 ?? {});
  const columns = targets.map((target) =>
    markedColumn(rows.flatMap(({pass_at_1}) => pass_at_1[target] ?? [])),
  );
  return {
    title: `Table 14: Pass@1 at turn ${turn} in ${scenario}, by who writes the feedback, percent`,
    columns: ['feedback by', ...targets],
    rows: rows.map(({critic}, at) => [
      critic ?? 'nobody (turn 0)',
      ...columns.map((column) => column[at] ?? '–'),
    ]),
    notes: ['Best and second best of each column.', `Source: ${source}.`],
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
