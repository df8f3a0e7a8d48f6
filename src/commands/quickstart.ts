import {counted} from '../options/counted.js';
import {runQuickstart} from '../quickstart/quickstart.js';
import {renderText} from '../report/table.js';
import {createCommand, exitCode} from './command.js';
import {out} from './flags/result.js';
import {text} from './flags/schemas.js';

export const quickstart = createCommand({
  flags: {
    out: out(
      text.default('runs/quickstart'),
      'Where everything is written; an earlier quickstart there is replaced',
    ),
  },
  examples: [
    ['quickstart', 'into runs/quickstart'],
    ['quickstart --out /tmp/quickstart', 'somewhere else'],
  ],
  async run({out}, context) {
    context.note(
      'simulated coders on the starter suite: static on the shipped log, then live; no key, no network',
    );
    const {tables, durationMs, jobsRun} = await runQuickstart({
      out,
      signal: context.signal,
      onNotice: context.note,
    });
    for (const table of tables) context.print(`${renderText(table, context.width)}\n`);
    context.print(
      `${counted(jobsRun, 'job')} judged from an empty verdict cache, ${(durationMs / 1000).toFixed(1)} s in all`,
    );
    context.print(
      `the same as Markdown and JSON: ${out}/report.md, ${out}/report.json; the runs: ${out}/static, ${out}/live`,
    );
    context.print(`to look at, every conversation included: ${out}/report.html`);
    return exitCode.done;
  },
});
