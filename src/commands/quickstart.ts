import {z} from 'zod';
import {runQuickstart} from '../quickstart/quickstart.js';
import {renderText} from '../report/table.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({out: fields.text});

export const quickstart: Command = {
  builder: (yargs) =>
    yargs.option('out', {
      type: 'string',
      requiresArg: true,
      default: 'runs/quickstart',
      describe: 'Where everything is written; an earlier quickstart there is replaced',
    }),
  async run(argv, context) {
    const {out} = parseArguments(argv, schema);
    context.note(
      'simulated coders on the starter suite: static on the shipped log, then live; no key, no network',
    );
    const {tables, durationMs, jobsRun} = await runQuickstart({
      out,
      signal: context.signal,
      onNotice: context.note,
    });
    for (const table of tables) context.print(`${renderText(table)}\n`);
    context.print(
      `${jobsRun} jobs judged from an empty verdict cache, ${(durationMs / 1000).toFixed(1)} s in all`,
    );
    context.print(
      `the same as Markdown and JSON: ${out}/report.md, ${out}/report.json; the runs: ${out}/static, ${out}/live`,
    );
    return exitCode.done;
  },
};
