import {replayLog} from '../benchmark/replay-log.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments, runArguments, runOptions, toSessionOptions} from './options.js';
import {printOutcome} from './outcome.js';

export const replay: Command = {
  builder: (yargs) =>
    runOptions(yargs)
      .option('log', {type: 'string', requiresArg: true, demandOption: true, describe: 'Directory of the log'})
      .option('suite', {
        type: 'string',
        requiresArg: true,
        describe: 'File of the log’s suite, where it is neither starter nor bigcodebench',
      })
      .demandOption('model')
      .example(
        '$0 replay --log logs/starter/simulated--codellama-like_by_builtin --model simulated:careful --out runs/careful',
        'offline',
      )
      .example(
        '$0 replay --log DIR --model Qwen/Qwen2.5-Coder-7B-Instruct --base-url http://localhost:8000/v1 --out runs/qwen',
        'a local vLLM server',
      ),
  async run(argv, context) {
    const given = parseArguments(
      argv,
      runArguments({model: fields.text, log: fields.text, suite: fields.text.optional()}),
    );
    const outcome = await replayLog({
      ...toSessionOptions(given, given.model, context),
      log: given.log,
      suite: given.suite ?? null,
    });
    printOutcome(outcome, given.json, context);
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
};
