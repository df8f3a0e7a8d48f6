import {z} from 'zod';
import {examineMachine} from '../doctor/examine.js';
import type {Finding} from '../doctor/finding.js';
import {establishGroundTruth} from '../doctor/ground-truth/establish.js';
import {UsageError} from '../errors.js';
import {causes} from '../judging/ground-truth-outcome.js';
import type {Suite} from '../problem/problem.js';
import {failingLines, findingLines, groundTruthTable} from '../report/doctor-report.js';
import {renderText} from '../report/table.js';
import {type Command, type Context, exitCode} from './command.js';
import {jobProgressOn} from './job-progress.js';
import {judgeFields, judgeOptions, toJudgeChoice} from './judge-options.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  ...judgeFields,
  suite: fields.text.optional(),
  groundTruth: fields.flag,
  again: fields.flag,
  baseUrl: fields.text.optional(),
  apiKeyEnv: fields.text.optional(),
  json: fields.flag,
});

type Given = z.infer<typeof schema>;

export const doctor: Command = {
  builder: (yargs) =>
    judgeOptions(yargs)
      .option('suite', {
        type: 'string',
        requiresArg: true,
        describe:
          'Look at the libraries and data of this suite too: starter, bigcodebench, or a file',
      })
      .option('ground-truth', {
        type: 'boolean',
        default: false,
        describe:
          'Run every canonical solution of the suite, list what fails and why, calibrate time limits',
      })
      .option('again', {
        type: 'boolean',
        default: false,
        describe: 'With --ground-truth: run those again that failed by the outcome kept',
      })
      .option('base-url', {
        type: 'string',
        requiresArg: true,
        describe: 'See whether this server answers',
      })
      .option('api-key-env', {
        type: 'string',
        requiresArg: true,
        describe: 'Environment variable that holds its key [default: OPENAI_API_KEY]',
      })
      .option('json', {type: 'boolean', default: false, describe: 'Print as JSON'})
      .example('$0 doctor --suite bigcodebench --python DIR/bin/python --ground-truth', ''),
  async run(argv, context) {
    const given = parseArguments(argv, schema);
    if (given.groundTruth && given.suite === undefined) {
      throw new UsageError('--ground-truth: of which suite? Name it with --suite');
    }
    const {baseUrl, apiKeyEnv} = given;
    const endpoint = baseUrl === undefined ? null : {baseUrl, apiKeyEnv};
    const {findings, suite} = await examineMachine({
      python: given.python,
      suite: given.suite ?? null,
      endpoint,
    });
    if (!given.json) for (const line of findingLines(findings)) context.print(line);
    const ready = findings.every(({verdict}) => verdict !== 'bad');
    const blocked = findings.some(
      ({verdict, subject}) => verdict === 'bad' && subject === 'Python',
    );
    if (given.groundTruth && suite && !blocked)
      return groundTruth(given, suite, {findings, ready}, context);
    if (given.json) context.print(JSON.stringify({ready, findings}, null, 2));
    return ready ? exitCode.done : exitCode.no;
  },
};

async function groundTruth(
  given: Given,
  suite: Suite,
  {findings, ready}: {findings: Finding[]; ready: boolean},
  context: Context,
): Promise<number> {
  const result = await establishGroundTruth({
    suite,
    judge: toJudgeChoice(given),
    again: given.again,
    signal: context.signal,
    onProgress: jobProgressOn(context),
    onNotice: context.note,
  });
  if ('missing' in result) {
    for (const {task_id, reason} of result.missing)
      context.note(`${task_id}: no verdict: ${reason}`);
    context.note(
      `${result.missing.length} verdicts are missing; give the same command again to go on`,
    );
    return exitCode.incomplete;
  }
  const {outcome, cached} = result;
  const fails = outcome.problems.filter(({cause}) => cause !== null).length;
  if (cached)
    context.note(
      'this is the outcome kept for this suite and environment; --again runs what failed again',
    );
  if (given.json)
    context.print(
      JSON.stringify({ready: ready && fails === 0, findings, ground_truth: outcome}, null, 2),
    );
  else {
    context.print('');
    const table = groundTruthTable(suite.name, outcome.problems, causes);
    context.print(fails === 0 ? [table.title, ...table.notes].join('\n') : renderText(table));
    for (const line of failingLines(outcome.problems)) context.print(line);
  }
  return ready && fails === 0 ? exitCode.done : exitCode.no;
}
