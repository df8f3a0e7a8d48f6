import {z} from 'zod';
import {readRun, scoreStoredRun} from '../benchmark/read-run.js';
import {comparisonTables, figureRecords, runTables} from '../report/run-report.js';
import {renderCsv, renderMarkdown, renderText} from '../report/table.js';
import {conventionSchema} from '../score/convention.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  runs: z.array(z.string()),
  format: z.enum(['text', 'md', 'json', 'csv']),
  json: fields.flag,
  convention: conventionSchema,
});

export const report: Command = {
  builder: (yargs) =>
    yargs
      .positional('runs', {type: 'string', array: true, describe: 'Directories of runs'})
      .option('format', {
        choices: ['text', 'md', 'json', 'csv'] as const,
        default: 'text' as const,
        describe: 'How to print',
      })
      .option('json', {type: 'boolean', default: false, describe: 'The same as --format json'})
      .option('convention', {
        choices: ['credited', 'upstream'] as const,
        default: 'credited' as const,
        describe: 'How Pass@1 at a later turn is read',
      })
      .example('$0 report runs/careful runs/hasty --format md', ''),
  async run(argv, context) {
    const {runs, format, json, convention} = parseArguments(argv, schema);
    const scored = (await Promise.all(runs.map(readRun))).map((run) => scoreStoredRun(run, convention));
    const tables = [...(scored.length > 1 ? comparisonTables(scored) : []), ...scored.flatMap(runTables)];
    if (json || format === 'json') context.print(JSON.stringify({runs: scored}, null, 2));
    else if (format === 'csv') {
      const {columns, rows} = figureRecords(scored);
      context.print(renderCsv(columns, rows).trimEnd());
    } else
      for (const table of tables) context.print(`${format === 'md' ? renderMarkdown(table) : renderText(table)}\n`);
    return exitCode.done;
  },
};
