import {z} from 'zod';
import {type ExecuteOutcome, executeSamples} from '../execute/execute-samples.js';
import {executeTable} from '../report/execute-report.js';
import {renderText} from '../report/table.js';
import {type Command, type Context, exitCode} from './command.js';
import {jobProgressOn} from './job-progress.js';
import {judgeFields, judgeOptions, toJudgeChoice} from './judge-options.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  ...judgeFields,
  suite: fields.text,
  samples: fields.text,
  out: fields.text,
  format: z.enum(['jsonl', 'bigcodebench']),
  calibrated: fields.flag,
  repeat: fields.wholeNumber(1).optional(),
  json: fields.flag,
});

export const execute: Command = {
  builder: (yargs) =>
    judgeOptions(yargs)
      .option('suite', {
        type: 'string',
        requiresArg: true,
        demandOption: true,
        describe: 'starter, bigcodebench, or a file; canonical solutions are not needed',
      })
      .option('samples', {
        type: 'string',
        requiresArg: true,
        demandOption: true,
        describe: 'JSONL of {"task_id", "solution"}, any order, one a problem',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        demandOption: true,
        describe: 'File of the verdicts; the same command again goes on where it stopped',
      })
      .option('format', {
        choices: ['jsonl', 'bigcodebench'] as const,
        default: 'jsonl' as const,
        describe: 'A row a sample, or BigCodeBench’s _eval_results.json',
      })
      .option('calibrated', {
        type: 'boolean',
        default: false,
        describe:
          'Put code prompt and an empty body in front of each solution, as BigCodeBench does by default',
      })
      .option('repeat', {
        type: 'string',
        requiresArg: true,
        describe: 'Judge each sample so often and report flaky verdicts [default: 1]',
      })
      .option('json', {type: 'boolean', default: false, describe: 'Print the counts as JSON'})
      .example('$0 execute --suite starter --samples samples.jsonl --out verdicts.jsonl', ''),
  async run(argv, context) {
    const given = parseArguments(argv, schema);
    const {suite, samples, out, format, calibrated, repeat, json} = given;
    const outcome = await executeSamples({
      suite,
      samples,
      out,
      calibrated,
      writtenAs: format,
      repeat,
      judge: toJudgeChoice(given),
      signal: context.signal,
      onProgress: jobProgressOn(context),
      onBadLine: context.note,
      onNotice: context.note,
    });
    const {manifest, jobsRun} = outcome;
    if (json) context.print(JSON.stringify({out, jobs_run: jobsRun, ...manifest}, null, 2));
    else context.print(renderText(executeTable(out, manifest.suite.name, manifest.totals)));
    return tellRest(outcome, out, context);
  },
};

/**
 * Says what is left to do, and chooses the exit code: missing verdicts before bad lines, since
 * those want the same command again.
 */
function tellRest(
  {manifest, jobsRun, stopped}: ExecuteOutcome,
  out: string,
  context: Context,
): number {
  const {missing, bad_lines: badLines, flaky} = manifest.totals;
  context.note(`${jobsRun} jobs judged now`);
  if (flaky)
    context.note(`${flaky} samples are flaky: ${out}.flaky.jsonl has the verdict of each run`);
  if (badLines > 0)
    context.note(`${badLines} lines are no samples of the suite and were left out (listed above)`);
  if (stopped !== null) context.note(`stopped: ${stopped}; what is done is kept in ${out}.work`);
  if (missing > 0)
    context.note(`${missing} verdicts are missing; give the same command again to go on`);
  if (missing > 0 || stopped !== null) return exitCode.incomplete;
  return badLines > 0 ? exitCode.badInput : exitCode.done;
}
