import {z} from 'zod';
import {judgeRun} from '../rejudge/judge-run.js';
import {type Command, exitCode} from './command.js';
import {judgeFields, judgeOptions, toJudgeChoice} from './judge-options.js';
import {fields, parseArguments} from './options.js';
import {printOutcome} from './outcome.js';
import {progressOn} from './progress.js';

const schema = z.object({
  ...judgeFields,
  run: fields.text,
  suite: fields.text.optional(),
  json: fields.flag,
});

export const judge: Command = {
  builder: (yargs) =>
    judgeOptions(yargs)
      .positional('run', {
        type: 'string',
        describe: 'Directory of the run; its verdicts are replaced',
      })
      .option('suite', {
        type: 'string',
        requiresArg: true,
        describe: 'File of the run’s suite, where it is neither starter nor bigcodebench',
      })
      .option('json', {type: 'boolean', default: false, describe: 'Print figures as JSON'}),
  async run(argv, context) {
    const given = parseArguments(argv, schema);
    const {changed, ...outcome} = await judgeRun({
      directory: given.run,
      suite: given.suite,
      judge: toJudgeChoice(given),
      signal: context.signal,
      onProgress: progressOn(context),
      onNotice: context.note,
    });
    printOutcome(outcome, given.json, context);
    context.note(`${changed} verdicts changed`);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
};
