import {z} from 'zod';
import {UsageError} from '../errors.js';
import {
  readPublishedCritics,
  readPublishedLive,
  readPublishedStatic,
} from '../interchange/published/tables.js';
import {formats, type Report, renderReport} from '../report/formats.js';
import {publishedRecords, publishedTables} from '../report/published-report.js';
import {comparisonTables, figureRecords, runTables} from '../report/run-report.js';
import {upstreamTables} from '../report/upstream-report.js';
import {readRun} from '../run/read-run.js';
import {type Convention, conventionSchema} from '../score/convention.js';
import {type ScoredRun, scoreStoredRun, scoreWherePassing} from '../score/score-stored-run.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  runs: z.array(z.string()).default([]),
  published: fields.flag,
  format: z.enum(formats),
  json: fields.flag,
  convention: conventionSchema,
});

export const report: Command = {
  builder: (yargs) =>
    yargs
      .positional('runs', {type: 'string', array: true, describe: 'Directories of runs'})
      .option('published', {
        type: 'boolean',
        default: false,
        describe:
          'The published tables instead: the paper’s Tables 7, 8 and 14, upstream’s examples and figure',
      })
      .option('format', {choices: formats, default: 'text' as const, describe: 'How to print'})
      .option('json', {type: 'boolean', default: false, describe: 'The same as --format json'})
      .option('convention', {
        choices: ['credited', 'upstream'] as const,
        default: 'credited' as const,
        describe:
          'How Pass@1 at a later turn is read; upstream also prints the two tables that its script prints',
      })
      .example('$0 report runs/careful runs/hasty --format md', '')
      .example('$0 report --published', ''),
  async run(argv, context) {
    const {runs, published, format: chosen, json, convention} = parseArguments(argv, schema);
    const format = json ? 'json' : chosen;
    if (published && runs.length > 0)
      throw new UsageError('--published: stands alone; give it without runs');
    if (!published && runs.length === 0)
      throw new UsageError('report: no run given; directories of runs, or --published');
    const figures = published ? publishedFigures() : await figuresOf(runs, convention);
    context.print(renderReport(figures, format));
    return exitCode.done;
  },
};

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
