import {generateLog} from '../benchmark/generate-log.js';
import type {CriticChoice} from '../benchmark/open-critic.js';
import {type Command, exitCode} from './command.js';
import {fields, parseArguments, runArguments, runOptions, toSessionOptions} from './options.js';
import {printOutcome} from './outcome.js';

const defaultReference = 'codellama/CodeLlama-7b-Instruct-hf';

export const generate: Command = {
  builder: (yargs) =>
    runOptions(yargs)
      .option('suite', {
        type: 'string',
        requiresArg: true,
        default: 'starter',
        describe: 'starter, bigcodebench, or a JSONL(.gz) file',
      })
      .option('critic', {
        type: 'string',
        requiresArg: true,
        describe: 'Who writes verbal feedback [default on starter: builtin]',
      })
      .option('critic-base-url', {
        type: 'string',
        requiresArg: true,
        describe: 'The critic’s server [default: http://localhost:8000/v1]',
      })
      .option('critic-api-key-env', {
        type: 'string',
        requiresArg: true,
        describe: 'Environment variable that holds the critic’s key [default: as --api-key-env]',
      })
      .option('critic-retries', {
        type: 'string',
        requiresArg: true,
        describe: 'How often an expert is asked again whose remark shows the solution [default: 2]',
      })
      .default('model', defaultReference)
      .example(
        '$0 generate --model simulated:codellama-like --out runs/reference',
        'a live run of a simulated coder, offline',
      )
      .example(
        '$0 generate --suite bigcodebench --scenarios CF,CF_EF_FULL --out runs/codellama',
        'CodeLlama-7B behind a local server',
      ),
  async run(argv, context) {
    const given = parseArguments(
      argv,
      runArguments({model: fields.text, suite: fields.text, critic: fields.text.optional()}),
    );
    const outcome = await generateLog({
      ...toSessionOptions(given, given.model, context),
      suite: given.suite,
      critic: criticOf(given),
    });
    printOutcome(outcome, given.json, context);
    context.note(
      `log: ${given.out}/log; replay it with: convcodebench replay --log ${given.out}/log --model MODEL --out DIR`,
    );
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
};

function criticOf(given: {
  critic?: string | undefined;
  criticBaseUrl?: string | undefined;
  criticApiKeyEnv?: string | undefined;
  criticRetries?: number | undefined;
  apiKeyEnv: string;
}): CriticChoice | null {
  if (given.critic === undefined) return null;
  return {
    spec: given.critic,
    baseUrl: given.criticBaseUrl ?? null,
    endpoint: {apiKeyEnv: given.criticApiKeyEnv ?? given.apiKeyEnv},
    ...(given.criticRetries !== undefined && {retries: given.criticRetries}),
  };
}
