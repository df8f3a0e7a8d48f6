import type {Argv} from 'yargs';
import {z} from 'zod';
import {UsageError} from '../errors.js';
import {scenarioIdSchema} from '../log/log-line.js';
import type {Price} from '../model/budget.js';
import {parseExtraBody} from '../model/endpoint/request-body.js';
import {defaultRetryPolicy} from '../model/endpoint/retry.js';
import {defaultDecoding} from '../model/model.js';
import {defaultBaseUrl, type EndpointSpec, type ModelSpec} from '../open/open-model.js';
import type {Budget} from '../open/open-spending.js';
import {defaultConcurrency, type SessionOptions} from '../session/options.js';
import type {Context} from './command.js';
import {judgeFields, judgeFlags, judgeOptions, toJudgeChoice} from './judge-options.js';
import {fields} from './options.js';
import {progressOn} from './progress.js';

/** The flags that every verb which asks a model shares. */
export function runOptions(yargs: Argv): Argv {
  return judgeOptions(yargs)
    .option('model', {
      type: 'string',
      requiresArg: true,
      describe:
        'Who answers: simulated:<profile>, canonical, file:<completions.jsonl>, or a model’s name as its server lists it',
    })
    .option('base-url', {
      type: 'string',
      requiresArg: true,
      describe: `OpenAI-compatible server [default for names: ${defaultBaseUrl}]`,
    })
    .option('api-key-env', {
      type: 'string',
      requiresArg: true,
      describe:
        'Environment variable that holds the key [default: OPENAI_API_KEY, needed by servers that ask for one]',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'Directory of the run; the same command again goes on where it stopped',
    })
    .option('scenarios', {
      type: 'string',
      requiresArg: true,
      describe: 'Comma-separated scenario ids [default: all there are]',
    })
    .option('limit', {type: 'string', requiresArg: true, describe: 'Only the first N problems'})
    .option('tasks', {
      type: 'string',
      requiresArg: true,
      describe: 'Only these problems: comma-separated ids, or their numbers',
    })
    .option('temperature', {
      type: 'string',
      requiresArg: true,
      describe: `Sampling temperature [default: ${defaultDecoding.temperature}]`,
    })
    .option('max-tokens', {
      type: 'string',
      requiresArg: true,
      describe: `Longest answer in tokens [default: ${defaultDecoding.max_tokens}]`,
    })
    .option('stop', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Stop sequence; may be given more than once',
    })
    .option('seed', {type: 'string', requiresArg: true, describe: 'Seed sent with every request'})
    .option('extra-body', {
      type: 'string',
      requiresArg: true,
      describe: 'Further fields of the request, as JSON',
    })
    .option('plain', {
      type: 'boolean',
      default: false,
      describe: 'Plain completions instead of chat',
    })
    .option('system-prompt', {
      type: 'boolean',
      default: true,
      describe: 'Send the system prompt; --no-system-prompt leaves it out',
    })
    .option('prompts', {
      type: 'string',
      requiresArg: true,
      describe:
        'Folder of another prompt set; its templates are code that runs here, so use only those you trust',
    })
    .option('history', {
      choices: ['last', 'full'] as const,
      default: 'last' as const,
      describe: 'What a prompt shows: the last turn, or the whole conversation',
    })
    .option('concurrency', {
      type: 'string',
      requiresArg: true,
      describe: `Questions in flight [default: ${defaultConcurrency}]`,
    })
    .option('rpm', {
      type: 'string',
      requiresArg: true,
      describe: 'At most so many requests a minute',
    })
    .option('tpm', {type: 'string', requiresArg: true, describe: 'At most so many tokens a minute'})
    .option('retries', {
      type: 'string',
      requiresArg: true,
      describe: `Attempts after the first, where trying again can help [default: ${defaultRetryPolicy.maxRetries}]`,
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      describe: 'Seconds to wait for one answer [default: 600]',
    })
    .option('max-requests', {
      type: 'string',
      requiresArg: true,
      describe: 'Stop after so many requests, a critic’s included; the same command goes on',
    })
    .option('max-cost', {
      type: 'string',
      requiresArg: true,
      describe: 'Stop before this cost is passed (needs both prices)',
    })
    .option('price-prompt', {
      type: 'string',
      requiresArg: true,
      describe: 'Price of a million prompt tokens',
    })
    .option('price-completion', {
      type: 'string',
      requiresArg: true,
      describe: 'Price of a million answer tokens',
    })
    .option('max-tokens-field', {
      choices: ['max_tokens', 'max_completion_tokens'] as const,
      default: 'max_tokens' as const,
      describe: 'How the limit is sent; OpenAI’s reasoning models want max_completion_tokens',
    })
    .option('azure-api-version', {
      type: 'string',
      requiresArg: true,
      describe: 'Speak Azure OpenAI’s dialect in this version',
    })
    .option('json', {type: 'boolean', default: false, describe: 'Print figures as JSON'})
    .group(
      [
        'model',
        'base-url',
        'api-key-env',
        'azure-api-version',
        'timeout',
        'retries',
        'concurrency',
        'rpm',
        'tpm',
      ],
      'Model:',
    )
    .group(['scenarios', 'limit', 'tasks', 'history', 'prompts', 'system-prompt'], 'Questions:')
    .group(
      ['temperature', 'max-tokens', 'max-tokens-field', 'stop', 'seed', 'extra-body', 'plain'],
      'Decoding:',
    )
    .group(['max-requests', 'max-cost', 'price-prompt', 'price-completion'], 'Budget:')
    .group([...judgeFlags], 'Judging:')
    .group(['out', 'json'], 'Result:');
}

const runFields = {
  ...judgeFields,
  baseUrl: fields.text.optional(),
  apiKeyEnv: fields.text.optional(),
  out: fields.text.optional(),
  scenarios: fields.list
    .pipe(
      z.array(
        z.enum(scenarioIdSchema.options, {
          error: ({input}) =>
            `${input}: unknown scenario; "convcodebench list scenarios" names them`,
        }),
      ),
    )
    .optional(),
  limit: fields.wholeNumber(1).optional(),
  tasks: fields.list.optional(),
  temperature: fields.number(0).optional(),
  maxTokens: fields.wholeNumber(1).optional(),
  stop: z.array(z.string()).optional(),
  seed: fields.wholeNumber(0).optional(),
  extraBody: fields.text.optional(),
  plain: fields.flag,
  systemPrompt: fields.flag,
  prompts: fields.text.optional(),
  history: z.enum(['last', 'full']),
  concurrency: fields.wholeNumber(1).optional(),
  rpm: fields.wholeNumber(1).optional(),
  tpm: fields.wholeNumber(1).optional(),
  retries: fields.wholeNumber(0).optional(),
  timeout: fields.number(0.1).optional(),
  maxRequests: fields.wholeNumber(0).optional(),
  maxCost: fields.number(0).optional(),
  pricePrompt: fields.number(0).optional(),
  priceCompletion: fields.number(0).optional(),
  maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']),
  azureApiVersion: fields.text.optional(),
  json: fields.flag,
};

/** A schema of the shared flags and some of a verb's own. */
export function runArguments<Shape extends z.ZodRawShape>(own: Shape) {
  return z.object({...runFields, ...own});
}

/** The shared flags, parsed. */
export type RunArguments = z.infer<ReturnType<typeof runArguments<Record<never, never>>>>;

/**
 * The shared flags as what a run is told.
 * @throws {UsageError} without `--out`, or with a bound on cost and no price.
 */
export function toSessionOptions(
  given: RunArguments,
  model: string,
  context: Context,
): Omit<SessionOptions, 'model' | 'out'> & {model: ModelSpec} {
  return {
    model: {spec: model, baseUrl: given.baseUrl, endpoint: endpointOf(given)},
    scenarios: given.scenarios,
    limit: given.limit,
    tasks: given.tasks,
    decoding: {
      temperature: given.temperature,
      max_tokens: given.maxTokens,
      stop: given.stop,
      seed: given.seed,
      extra_body: given.extraBody === undefined ? undefined : parseExtraBody(given.extraBody),
      mode: given.plain ? 'plain' : 'chat',
    },
    promptsDirectory: given.prompts,
    history: given.history,
    systemPrompt: given.systemPrompt,
    concurrency: given.concurrency,
    budget: budgetOf(given),
    judge: toJudgeChoice(given),
    signal: context.signal,
    onProgress: progressOn(context),
    onNotice: context.note,
  };
}

/** @throws {UsageError} when a verb that makes a run was not told where. */
export function requireOut({out}: RunArguments): string {
  if (out === undefined) throw new UsageError('--out: missing; name the directory of the run');
  return out;
}

/** What a million tokens cost; undefined where neither price was given. */
export function priceOf({
  pricePrompt,
  priceCompletion,
}: Pick<RunArguments, 'pricePrompt' | 'priceCompletion'>): Price | undefined {
  if (pricePrompt === undefined && priceCompletion === undefined) return undefined;
  return {prompt: pricePrompt ?? 0, completion: priceCompletion ?? 0};
}

function budgetOf(given: RunArguments): Budget | undefined {
  const {maxRequests, maxCost} = given;
  if (maxRequests === undefined && maxCost === undefined) return undefined;
  const price = priceOf(given);
  if (maxCost !== undefined && !price) {
    throw new UsageError(
      '--max-cost: needs --price-prompt and --price-completion, per million tokens',
    );
  }
  return {maxRequests, maxCost, price};
}

/** Seconds in the milliseconds of a 32-bit timer. */
const longestTimeoutS = 2_147_483;

function endpointOf(given: RunArguments): EndpointSpec {
  const {apiKeyEnv, azureApiVersion, maxTokensField, timeout, retries, rpm, tpm} = given;
  if (timeout !== undefined && timeout > longestTimeoutS)
    throw new UsageError(
      `--timeout: ${timeout} s is more than a timer counts; at most ${longestTimeoutS}`,
    );
  return {
    apiKeyEnv,
    azureApiVersion,
    maxTokensField,
    timeoutMs: timeout === undefined ? undefined : Math.round(timeout * 1000),
    retry: {maxRetries: retries},
    rateLimits: {requestsPerMinute: rpm, tokensPerMinute: tpm},
  };
}
