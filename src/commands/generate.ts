import {z} from 'zod';
import {compareCritics} from '../generate/compare-critics.js';
import {type GenerateLogOptions, generateLog} from '../generate/generate-log.js';
import type {CriticSpec} from '../open/open-critic.js';
import type {ModelSpec} from '../open/open-model.js';
import {lastTurn} from '../problem/scenario.js';
import {criticsTable} from '../report/critics-table.js';
import {stopLines} from '../report/outcome-report.js';
import {renderText} from '../report/table.js';
import {type Context, createCommand, exitCode} from './command.js';
import {suite} from './flags/agreement.js';
import {criticPriceFlags, criticPriceOf} from './flags/budget.js';
import {criticFlags} from './flags/critic.js';
import {value} from './flags/flag.js';
import {model} from './flags/model.js';
import {out, runDirectory} from './flags/result.js';
import {text, wholeNumber} from './flags/schemas.js';
import {printOutcome} from './outcome.js';
import {sessionFlags, toSessionOptions} from './session-options.js';

const turnNumber = wholeNumber(1).refine((turn) => turn <= lastTurn, `expected 1 to ${lastTurn}`);

const flags = {
  suite: suite(
    text.default('starter'),
    'starter, bigcodebench, bigcodebench-hard, or a JSONL(.gz) file',
  ),
  model: model(text.default('codellama/CodeLlama-7b-Instruct-hf')),
  ...criticFlags,
  ...sessionFlags,
  turns: value(turnNumber.optional(), {
    group: 'Questions',
    help: 'The last turn, for a first try; the same command with more goes on',
    otherwise: String(lastTurn),
  }),
  firstAnswers: value(text.optional(), {
    group: 'Input',
    help: 'BigCodeBench samples, one a problem, to begin with in place of the model’s first answers',
  }),
  ...criticPriceFlags(['critic', 'maxCost']),
  out: out(text, `${runDirectory}; its log is made in DIR/log`),
};

const schema = z.object(flags);

type GenerateFlags = z.infer<typeof schema>;

export const generate = createCommand({
  flags,
  examples: [
    [
      'generate --model simulated:codellama-like --out runs/reference',
      'a live run of a simulated coder, offline',
    ],
    [
      'generate --suite bigcodebench --scenarios CF,CF_EF_FULL --out runs/codellama',
      'CodeLlama-7B behind a local server',
    ],
  ],
  async run(given, context) {
    const {out, model, suite, turns, firstAnswers} = given;
    const session = toSessionOptions(given, model, context, given.critic);
    const options = {...session, out, suite, turns, firstAnswers};
    const [critic, ...others] = given.critic;
    if (critic !== undefined && others.length > 0)
      return printCritics([critic, ...others], given, options, context);
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
});

/** The paper's Table 14: one target, several critics, Pass@1 after one turn of their feedback. */
async function printCritics(
  critics: string[],
  given: GenerateFlags,
  options: GenerateLogOptions & {model: ModelSpec},
  context: Context,
): Promise<number> {
  const runs = await compareCritics({
    ...options,
    critics: critics.map((critic) => criticOf(critic, given, options.model)),
  });
  for (const line of stopLines(runs.at(-1)?.stopped ?? null)) context.note(line);
  const missing = runs.some(({manifest}) => manifest.totals?.missing);
  const figures = runs.map(({critic, metrics, manifest: {totals}}) => ({critic, metrics, totals}));
  context.print(
    given.json
      ? JSON.stringify({model: given.model, critics: figures}, null, 2)
      : renderText(criticsTable(given.model, figures), context.width),
  );
  return missing ? exitCode.incomplete : exitCode.done;
}

function criticOf(spec: string, given: GenerateFlags, model: ModelSpec): CriticSpec {
  const {baseUrl, criticBaseUrl, criticApiKeyEnv, apiKeyEnv, azureApiVersion} = given;
  const {criticRetries, criticMaxTokens} = given;
  return {
    spec,
    baseUrl: criticBaseUrl ?? baseUrl,
    endpoint: {
      ...model.endpoint,
      apiKeyEnv: criticApiKeyEnv ?? apiKeyEnv,
      azureApiVersion: criticBaseUrl === undefined ? azureApiVersion : undefined,
    },
    retries: criticRetries,
    maxTokens: criticMaxTokens,
    price: criticPriceOf(given),
  };
}
