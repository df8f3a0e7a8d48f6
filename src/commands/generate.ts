import {join} from 'node:path';
import {z} from 'zod';
import {type GenerateLogOptions, generateLog} from '../generate/generate-log.js';
import {modelSlug} from '../model/slug.js';
import type {CriticSpec} from '../open/open-critic.js';
import type {ModelSpec} from '../open/open-model.js';
import {spendingOf} from '../open/open-spending.js';
import {criticsTable} from '../report/run-report.js';
import {renderText} from '../report/table.js';
import {type Command, type Context, exitCode} from './command.js';
import {criticPriceFields, criticPriceOf, criticPriceOptions} from './critic-price.js';
import {fields, parseArguments} from './options.js';
import {noteStop, printOutcome} from './outcome.js';
import {requireOut, runArguments, runOptions, toSessionOptions} from './run-options.js';

const defaultReference = 'codellama/CodeLlama-7b-Instruct-hf';

const schema = runArguments({
  model: fields.text,
  suite: fields.text,
  critic: z.array(fields.text).optional(),
  criticBaseUrl: fields.text.optional(),
  criticApiKeyEnv: fields.text.optional(),
  criticRetries: fields.wholeNumber(0).optional(),
  ...criticPriceFields,
});

type Given = z.infer<typeof schema>;

export const generate: Command = {
  builder: (yargs) =>
    criticPriceOptions(runOptions(yargs))
      .option('suite', {
        type: 'string',
        requiresArg: true,
        default: 'starter',
        describe: 'starter, bigcodebench, or a JSONL(.gz) file',
      })
      .option('critic', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe:
          'Who writes verbal feedback [default on starter: builtin]; given more than once: a run for each, in DIR/<critic>, compared',
      })
      .option('critic-base-url', {
        type: 'string',
        requiresArg: true,
        describe: 'The critic’s server [default: as --base-url]',
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
    const given = parseArguments(argv, schema);
    const out = requireOut(given);
    const options = {...toSessionOptions(given, given.model, context), out, suite: given.suite};
    const [critic, ...others] = given.critic ?? [];
    if (critic !== undefined && others.length > 0)
      return compareCritics([critic, ...others], given, options, context);
    const outcome = await generateLog({
      ...options,
      critic: critic === undefined ? undefined : criticOf(critic, given, options.model),
    });
    printOutcome(outcome, given.json, context);
    context.note(
      `log: ${out}/log; replay it with: convcodebench replay --log ${out}/log --model MODEL --out DIR`,
    );
    return outcome.manifest.totals?.missing ? exitCode.incomplete : exitCode.done;
  },
};

/** The paper's Table 14: one target, several critics, Pass@1 after one turn of their feedback. */
async function compareCritics(
  critics: string[],
  given: Given,
  options: GenerateLogOptions & {model: ModelSpec},
  context: Context,
): Promise<number> {
  const runs = [];
  const shared = {...options, budget: spendingOf(options.budget)};
  for (const critic of critics) {
    const out = join(options.out, modelSlug(critic));
    runs.push({
      critic,
      ...(await generateLog({...shared, out, critic: criticOf(critic, given, options.model)})),
    });
  }
  noteStop(runs.at(-1)?.stopped ?? null, context);
  const missing = runs.some(({manifest}) => manifest.totals?.missing);
  const figures = runs.map(({critic, metrics, manifest: {totals}}) => ({critic, metrics, totals}));
  context.print(
    given.json
      ? JSON.stringify({model: given.model, critics: figures}, null, 2)
      : renderText(criticsTable(given.model, figures)),
  );
  return missing ? exitCode.incomplete : exitCode.done;
}

function criticOf(spec: string, given: Given, model: ModelSpec): CriticSpec {
  const {baseUrl, criticBaseUrl, criticApiKeyEnv, apiKeyEnv, azureApiVersion, criticRetries} =
    given;
  return {
    spec,
    baseUrl: criticBaseUrl ?? baseUrl,
    endpoint: {
      ...model.endpoint,
      apiKeyEnv: criticApiKeyEnv ?? apiKeyEnv,
      azureApiVersion: criticBaseUrl === undefined ? azureApiVersion : undefined,
    },
    retries: criticRetries,
    price: criticPriceOf(given),
  };
}
