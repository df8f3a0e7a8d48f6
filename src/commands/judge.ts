import {z} from 'zod';
import {judgeRun} from '../benchmark/judge-run.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';
import {printOutcome} from './outcome.js';
import {progressOn} from './progress.js';

const schema = z.object({
  run: fields.text,
  suite: fields.text.optional(),
  python: fields.text.optional(),
  workers: fields.wholeNumber(1).optional(),
  timeLimit: fields.number(0.1).optional(),
  allowUnsafe: fields.flag,
  json: fields.flag,
});

export const judge: Command = {
  builder: (yargs) =>
    yargs
      .positional('run', {type: 'string', describe: 'Directory of the run; its verdicts are replaced'})
      .option('suite', {
        type: 'string',
        requiresArg: true,
        describe: 'File of the run’s suite, where it is neither starter nor bigcodebench',
      })
      .option('python', {type: 'string', requiresArg: true, describe: 'Python that judges code [default: python3]'})
      .option('workers', {
        type: 'string',
        requiresArg: true,
        describe: 'Jobs judged at once [default: number of cores]',
      })
      .option('time-limit', {
        type: 'string',
        requiresArg: true,
        describe: 'Wall-clock seconds per job [default: the suite’s]',
      })
      .option('allow-unsafe', {
        type: 'boolean',
        default: false,
        describe: 'Judge foreign code even where it cannot be sealed off',
      })
      .option('json', {type: 'boolean', default: false, describe: 'Print figures as JSON'}),
  async run(argv, context) {
    const {run, suite, python, workers, timeLimit, allowUnsafe, json} = parseArguments(argv, schema);
    const {changed, ...outcome} = await judgeRun({
      directory: run,
      suite: suite ?? null,
      judge: {
        ...(python !== undefined && {python}),
        ...(workers !== undefined && {workers}),
        ...(timeLimit !== undefined && {timeLimitMs: Math.round(timeLimit * 1000)}),
        allowUnsafe,
      },
      onProgress: progressOn(context),
      onNotice: context.note,
    });
    printOutcome(outcome, json, context);
    context.note(`${changed} verdicts changed`);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
};
