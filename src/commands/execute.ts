import {type ExecuteOutcome, executeSamples} from '../execute/execute-samples.js';
import {executeTable} from '../report/execute-report.js';
import {renderText} from '../report/table.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {choice, flagSwitch, value} from './flags/flag.js';
import {judgeFlags, toJudgeChoice} from './flags/judging.js';
import {json, out} from './flags/result.js';
import {text, wholeNumber} from './flags/schemas.js';
import {jobProgressOn} from './job-progress.js';

export const execute = createCommand({
  flags: {
    suite: suite(
      text,
      'starter, bigcodebench, or a JSONL(.gz) file; canonical solutions are not needed',
    ),
    samples: value(text, {
      group: 'Input',
      help: 'JSONL of {"task_id", "solution"}, any order, one a problem',
    }),
    calibrated: flagSwitch({
      group: 'Input',
      help: 'Put code prompt and an empty body in front of each solution, as BigCodeBench does by default',
    }),
    out: out(text, 'File of the verdicts; the same command again goes on where it stopped'),
    format: choice(['jsonl', 'bigcodebench'], {
      group: 'Result',
      help: 'What the file holds: a row a sample, or BigCodeBench’s _eval_results.json',
    }),
    json: json(),
    ...judgeFlags,
    repeat: value(wholeNumber(1).default(1), {
      group: 'Judging',
      help: 'Judge each sample so often and report flaky verdicts',
    }),
  },
  examples: [
    ['execute --suite starter --samples samples.jsonl --out verdicts.jsonl', 'a row a sample'],
    [
      'execute --suite bigcodebench --samples samples.jsonl --format bigcodebench --out eval_results.json --python ENV/bin/python',
      'as BigCodeBench’s own evaluator writes it',
    ],
  ],
  async run(given, context) {
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
});

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
