import {z} from 'zod';
import {examineMachine} from '../doctor/examine.js';
import type {Finding} from '../doctor/finding.js';
import {establishGroundTruth} from '../doctor/ground-truth/establish.js';
import type {QueueState} from '../judging/queue/look-at-queue.js';
import {counted} from '../options/counted.js';
import type {Suite} from '../problem/problem.js';
import {failingLines, findingLines, groundTruthTable} from '../report/doctor-report.js';
import {renderText} from '../report/table.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {flagSwitch, value} from './flags/flag.js';
import {judgeFlagsOf, toJudgeChoice} from './flags/judging.js';
import {json} from './flags/result.js';
import {text} from './flags/schemas.js';
import {jobProgressOn} from './job-progress.js';

/** How long a solution runs is measured on this machine. */
const {judgeQueue: _, ...judging} = judgeFlagsOf(['groundTruth']);

const flags = {
  suite: suite(
    text.optional(),
    'Look at the libraries and data of this suite too: starter, bigcodebench, bigcodebench-hard, or a file',
  ),
  baseUrl: value(text.optional(), {
    group: 'Input',
    help: 'See whether this server answers',
    otherwise: 'OPENAI_BASE_URL, if it is set',
  }),
  apiKeyEnv: value(text.optional(), {
    group: 'Input',
    help: 'Environment variable that holds its key',
    otherwise: 'OPENAI_API_KEY',
  }),
  queue: value(text.optional(), {
    group: 'Input',
    help: 'See who judges at this Redis: workers, identities, what waits, rates; redis://HOST:PORT or rediss://',
    otherwise: 'no queue is asked',
  }),
  groundTruth: flagSwitch({
    group: 'Judging',
    help: 'Run every canonical solution of the suite, list what fails and why, calibrate time limits',
    belongsTo: ['suite'],
  }),
  again: flagSwitch({
    group: 'Judging',
    help: 'Run those again that failed by the outcome kept',
    belongsTo: ['groundTruth'],
  }),
  ...judging,
  json: json(),
};

const schema = z.object(flags);

type DoctorFlags = z.infer<typeof schema>;

export const doctor = createCommand({
  flags,
  examples: [
    ['doctor', 'this machine alone'],
    ['doctor --queue redis://head:6379', 'and the judges on a queue'],
    [
      'doctor --suite bigcodebench --python ENV/bin/python --ground-truth',
      'and every canonical solution of the suite',
    ],
  ],
  async run(given, context) {
    const {baseUrl, apiKeyEnv} = given;
    const {findings, suite, queue} = await examineMachine({
      python: given.python,
      suite: given.suite,
      endpoint: {baseUrl, apiKeyEnv},
      queue: given.queue,
    });
    if (!given.json) for (const line of findingLines(findings)) context.print(line);
    const ready = findings.every(({verdict}) => verdict !== 'bad');
    const blocked = findings.some(
      ({verdict, subject}) => verdict === 'bad' && subject === 'Python',
    );
    if (given.groundTruth && suite && !blocked)
      return groundTruth(given, suite, {findings, ready, queue}, context);
    if (given.json)
      context.print(JSON.stringify({ready, findings, ...(queue && {queue})}, null, 2));
    return ready ? exitCode.done : exitCode.no;
  },
});

async function groundTruth(
  given: DoctorFlags,
  suite: Suite,
  {findings, ready, queue}: {findings: Finding[]; ready: boolean; queue: QueueState | null},
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
      `${counted(result.missing.length, 'verdict is', 'verdicts are')} missing; give the same command again to go on`,
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
      JSON.stringify(
        {
          ...{ready: ready && fails === 0, findings},
          ...(queue && {queue}),
          ground_truth: outcome,
        },
        null,
        2,
      ),
    );
  else {
    context.print('');
    const table = groundTruthTable(suite.name, outcome.problems);
    context.print(
      fails === 0 ? [table.title, ...table.notes].join('\n') : renderText(table, context.width),
    );
    for (const line of failingLines(outcome.problems)) context.print(line);
  }
  return ready && fails === 0 ? exitCode.done : exitCode.no;
}
