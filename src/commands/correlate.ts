import {z} from 'zod';
import {type CorrelationRow, correlateRuns} from '../benchmark/correlate-runs.js';
import {readRun} from '../benchmark/read-run.js';
import {UsageError} from '../errors.js';
import {correlationTable} from '../report/correlation-report.js';
import {renderText} from '../report/table.js';
import {parseAlias} from '../score/model-names.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  static: z.array(z.string()),
  live: z.array(z.string()),
  alias: z.array(z.string()).optional(),
  json: fields.flag,
});

export const correlate: Command = {
  builder: (yargs) =>
    yargs
      .option('static', {
        type: 'string',
        array: true,
        requiresArg: true,
        demandOption: true,
        describe: 'Runs of replay; on several references they stand side by side',
      })
      .option('live', {
        type: 'string',
        array: true,
        requiresArg: true,
        demandOption: true,
        describe: 'Runs of generate',
      })
      .option('alias', {type: 'string', array: true, requiresArg: true, describe: 'a=b: two names of one model'})
      .option('json', {type: 'boolean', default: false, describe: 'Print as JSON'})
      .example('$0 correlate --static runs/static-* --live runs/live-*', ''),
  async run(argv, context) {
    const given = parseArguments(argv, schema);
    const [statics, lives] = await Promise.all(
      [given.static, given.live].map((runs) => Promise.all(runs.map(readRun))),
    );
    if (!statics || !lives) return exitCode.ourFault;
    refuseWrongMode(statics, 'static');
    refuseWrongMode(lives, 'live');
    const rows = correlateRuns({statics, lives}, (given.alias ?? []).map(parseAlias));
    if (rows.length === 0) throw new UsageError('correlate: the static and the live runs have no scenario in common');
    context.print(
      given.json ? JSON.stringify({correlations: rows}, null, 2) : renderText(correlationTable(rows, notesOf(rows))),
    );
    return exitCode.done;
  },
};

function refuseWrongMode(runs: readonly {label: string; mode: string}[], mode: 'static' | 'live'): void {
  const wrong = runs.find((run) => run.mode !== mode);
  if (wrong) throw new UsageError(`--${mode}: ${wrong.label} is a ${wrong.mode} run`);
}

/** What did not match, named once. */
function notesOf(rows: readonly CorrelationRow[]): string[] {
  const unmatched = (side: 'unmatchedStatic' | 'unmatchedLive') => [
    ...new Set(rows.flatMap((row) => row.unmatched[side])),
  ];
  const unused = new Set(rows.flatMap((row) => row.unmatched.unusedAliases.map(({name, same}) => `${name}=${same}`)));
  const line = (what: string, names: readonly string[]) => (names.length > 0 ? [`${what}: ${names.join(', ')}.`] : []);
  return [
    ...line('Only static', unmatched('unmatchedStatic')),
    ...line('Only live', unmatched('unmatchedLive')),
    ...line('Aliases that name no model', [...unused]),
  ];
}
