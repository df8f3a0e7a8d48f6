import {UsageError} from '../errors.js';
import {
  readPublishedCritics,
  readPublishedLive,
  readPublishedStatic,
} from '../interchange/published/tables.js';
import {type Report, renderReport} from '../report/formats.js';
import {publishedRecords, publishedTables} from '../report/published-report.js';
import {comparisonTables, figureRecords, runTables} from '../report/run-report.js';
import {upstreamTables} from '../report/upstream-report.js';
import {readRun} from '../run/read-run.js';
import {type Convention, conventionSchema} from '../score/convention.js';
import {type ScoredRun, scoreStoredRun, scoreWherePassing} from '../score/score-stored-run.js';
import {createCommand, exitCode} from './command.js';
import {flagSwitch, value, words} from './flags/flag.js';
import {formatFlags} from './flags/result.js';
import {texts} from './flags/schemas.js';

export const report = createCommand({
  flags: {
    runs: words(texts.default([]), {help: 'Directories of runs'}),
    published: flagSwitch({
      group: 'Input',
      help: 'The published tables instead: the paper’s Tables 7, 8 and 14, upstream’s examples and figure',
      excludes: ['convention'],
    }),
    convention: value(conventionSchema.default('credited'), {
      group: 'Result',
      help: 'How Pass@1 at a later turn is read; upstream also prints the two tables that its script prints',
    }),
    ...formatFlags,
  },
  examples: [
    ['report runs/careful runs/hasty --format md', 'two runs side by side, as Markdown'],
    ['report --published', 'what the paper says'],
  ],
  async run({runs, published, format: chosen, json, convention}, context) {
    const format = json ? 'json' : chosen;
    if (published && runs.length > 0)
      throw new UsageError('--published: stands alone; give it without runs');
    if (!published && runs.length === 0)
      throw new UsageError('report: no run given; directories of runs, or --published');
    const figures = published ? publishedFigures() : await figuresOf(runs, convention);
    context.print(renderReport(figures, format));
    return exitCode.done;
  },
});

function publishedFigures(): Report {
  const published = {
    live: readPublishedLive(),
    static: readPublishedStatic(),
    critics: readPublishedCritics(),
  };
  return {
    tables: publishedTables(published),
    records: () => publishedRecords(published),
    json: published,
  };
}

/** Over all problems, and, for runs where that differs, over those whose ground truth passes. */
async function figuresOf(runs: readonly string[], convention: Convention): Promise<Report> {
  const stored = await Promise.all(runs.map(readRun));
  const scored = stored.map((run) => scoreStoredRun(run, convention));
  const differing = stored
    .map((run) => scoreWherePassing(run, convention))
    .filter((run) => run !== null);
  const ours = (all: readonly ScoredRun[]) => [
    ...(all.length > 1 ? comparisonTables(all) : []),
    ...all.flatMap(runTables),
  ];
  return {
    tables:
      convention === 'upstream'
        ? [...scored, ...differing].flatMap(upstreamTables)
        : [...ours(scored), ...ours(differing)],
    records: () => figureRecords([...scored, ...differing]),
    json: {runs: [...scored, ...differing]},
  };
}
