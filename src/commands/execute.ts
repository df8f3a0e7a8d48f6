import {type ExecuteOutcome, executeSamples} from '../execute/execute-samples.js';
import {executeLines, executeTable} from '../report/execute-report.js';
import {renderText} from '../report/table.js';
import {createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {choice, flagSwitch, value} from './flags/flag.js';
import {judgeFlags, toJudgeChoice} from './flags/judging.js';
import {questionFlags} from './flags/questions.js';
import {json, out, trust} from './flags/result.js';
import {text, wholeNumber} from './flags/schemas.js';
import {shard} from './flags/shard.js';
import {jobProgressOn} from './job-progress.js';

export const execute = createCommand({
  flags: {
    suite: suite(
      text,
      'starter, bigcodebench, bigcodebench-hard, or a JSONL(.gz) file; canonical solutions are not needed',
    ),
    samples: value(text, {
      group: 'Input',
      help: 'JSONL of {"task_id", "solution"} or {"task_id", "completion"}, any order, one or more a problem; or a folder of BigCodeBench_0/0.py',
    }),
    tasks: questionFlags.tasks,
    shard: shard(),
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
    trust: trust(),
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
      tasks: given.tasks,
      shard: given.shard,
      calibrated,
      writtenAs: format,
      repeat,
      judge: toJudgeChoice(given),
      trust: given.trust,
      signal: context.signal,
      onProgress: jobProgressOn(context),
      onBadLine: context.note,
      onNotice: context.note,
    });
    const {manifest, jobsRun} = outcome;
    if (json) context.print(JSON.stringify({out, jobs_run: jobsRun, ...manifest}, null, 2));
    else
      context.print(
        renderText(executeTable(out, manifest.suite.name, manifest.totals), context.width),
      );
    for (const line of executeLines(outcome, out)) context.note(line);
    return codeOf(outcome);
  },
});

/** Missing verdicts before bad lines, since those want the same command again. */
function codeOf({manifest, stopped}: ExecuteOutcome): number {
  const {missing, bad_lines: badLines} = manifest.totals;
  if (missing > 0 || stopped !== null) return exitCode.incomplete;
  return badLines > 0 ? exitCode.badInput : exitCode.done;
}
