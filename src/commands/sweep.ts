import {join} from 'node:path';
import {renderReport} from '../report/formats.js';
import {writeReportPage} from '../report/html/write-page.js';
import {readReport} from '../report/read-report.js';
import {renderText} from '../report/table.js';
import {estimateSweep} from '../sweep/estimate-sweep.js';
import {runSweep, type SweepOutcome, type SweptRun} from '../sweep/run-sweep.js';
import {sweepEstimateTable} from '../sweep/sweep-table.js';
import {type Context, createCommand, exitCode} from './command.js';
import {flagSwitch, value, word} from './flags/flag.js';
import {json} from './flags/result.js';
import {text} from './flags/schemas.js';

export const sweep = createCommand({
  flags: {
    file: word(text, {help: 'YAML or JSON: models, logs, scenarios, decoding, endpoints'}),
    dryRun: flagSwitch({
      group: 'Budget',
      help: 'Print requests, tokens, cost and hours of all runs; ask nothing',
    }),
    judgeQueue: value(text.optional(), {
      group: 'Judging',
      help: 'Have the workers judge that share this Redis: redis://HOST:PORT, or rediss:// for TLS',
      otherwise: 'as the file says',
    }),
    json: json(),
  },
  examples: [
    ['sweep models.yaml --dry-run', 'what it would take'],
    ['sweep models.yaml', 'everything in it that is not done yet; one table and one report'],
    ['sweep models.yaml --judge-queue redis://head:6379', 'judged by workers elsewhere'],
  ],
  async run({file, dryRun, judgeQueue, json}, context) {
    if (dryRun) {
      const estimate = await estimateSweep({file});
      context.print(
        json
          ? JSON.stringify(estimate, null, 2)
          : renderText(sweepEstimateTable(estimate), context.width),
      );
      return exitCode.done;
    }
    const swept = await runSweep({
      ...{file, judgeQueue},
      signal: context.signal,
      onNotice: context.note,
    });
    const {runs} = swept;
    const done = runs.flatMap(({directory, outcome}) => (outcome ? [directory] : []));
    if (done.length > 0) await printResults(done, {...swept, json}, context);
    for (const {name, failed} of runs) if (failed) context.note(`${name}: ${failed.message}`);
    return codeOf(runs);
  },
});

async function printResults(
  runs: string[],
  {out, sources, json}: Pick<SweepOutcome, 'out' | 'sources'> & {json: boolean},
  context: Context,
): Promise<void> {
  const figures = await readReport({runs});
  context.print(renderReport(figures, json ? 'json' : 'text', context.width));
  const {path} = await writeReportPage({...sources, runs, out: join(out, 'report.html')});
  context.note(`${path}: all runs, to look at`);
}

function codeOf(runs: readonly SweptRun[]): number {
  const isWhole = ({outcome}: SweptRun) => outcome?.manifest.totals?.missing === 0;
  return runs.every(isWhole) ? exitCode.done : exitCode.incomplete;
}
