import {z} from 'zod';
import {UsageError} from '../errors.js';
import {type MaxTokensField, parseExtraBody} from '../model/endpoint/request-body.js';
import {isServerless} from '../model/serverless.js';
import type {EndpointSpec, ModelSpec} from '../open/open-model.js';
import type {Budget} from '../open/open-spending.js';
import type {SessionOptions} from '../session/options.js';
import type {Context} from './command.js';
import {budgetFlags, priceOf} from './flags/budget.js';
import {judgeFlags, toJudgeChoice} from './flags/judging.js';
import {modelFlags} from './flags/model.js';
import {decodingFlags, questionFlags} from './flags/questions.js';
import {json, trust} from './flags/result.js';
import {shard} from './flags/shard.js';
import {progressOn} from './progress.js';

/** The flags that every verb which asks a model shares. */
export const sessionFlags = {
  ...modelFlags,
  ...questionFlags,
  shard: shard(),
  ...decodingFlags,
  ...budgetFlags,
  ...judgeFlags,
  trust: trust(),
  json: json(),
};

const schema = z.object(sessionFlags);

/** The shared flags, parsed. */
export type SessionArguments = z.infer<typeof schema>;

/**
 * The shared flags as what a run is told.
 * @throws {UsageError} for a bound on cost without a price, for an extra body that is none, and for
 * a server of a model that has none, unless a critic may be behind it.
 */
export function toSessionOptions(
  given: SessionArguments,
  model: string,
  context: Context,
  critics: readonly string[] = [],
): Omit<SessionOptions, 'model' | 'out'> & {model: ModelSpec} {
  refuseNeedlessServer(given.baseUrl, [model, ...critics]);
  return {
    model: {spec: model, baseUrl: given.baseUrl, endpoint: endpointOf(given)},
    scenarios: given.scenarios,
    limit: given.limit,
    tasks: given.tasks,
    shard: given.shard,
    decoding: {
      temperature: given.temperature,
      max_tokens: given.maxTokensField === 'none' ? null : given.maxTokens,
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
    trust: given.trust,
    signal: context.signal,
    onProgress: progressOn(context),
    onNotice: context.note,
  };
}

function refuseNeedlessServer(baseUrl: string | undefined, who: readonly string[]): void {
  const isNeedless = who.every((spec) => spec === 'builtin' || isServerless(spec));
  if (baseUrl === undefined || !isNeedless) return;
  throw new UsageError(`--base-url: ${who.join(', ')}: answered here, without a server`);
}

function budgetOf(given: SessionArguments): Budget | undefined {
  const {maxRequests, maxCost} = given;
  const price = priceOf(given);
  if (maxCost !== undefined && given.maxTokensField === 'none')
    throw new UsageError(
      '--max-cost, --max-tokens-field none: contradict; an answer without a limit may cost anything',
    );
  if (maxCost !== undefined && price === undefined)
    throw new UsageError(
      '--max-cost: needs --price-prompt and --price-completion, per million tokens',
    );
  if (maxRequests === undefined && maxCost === undefined) return undefined;
  return {maxRequests, maxCost, price};
}

/** Undefined where no limit is sent: then its name is of no account. */
export function fieldOf(given: SessionArguments['maxTokensField']): MaxTokensField | undefined {
  return given === 'none' ? undefined : given;
}

function endpointOf(given: SessionArguments): EndpointSpec {
  const {apiKeyEnv, azureApiVersion, maxTokensField, maxReplyMib, timeout} = given;
  const {retries, waitForServer, rpm, tpm} = given;
  return {
    apiKeyEnv,
    azureApiVersion,
    maxTokensField: fieldOf(maxTokensField),
    maxReplyMiB: maxReplyMib,
    timeoutMs: Math.round(timeout * 1000),
    retry: {maxRetries: retries, waitForServerMs: waitForServer * 1000},
    rateLimits: {requestsPerMinute: rpm, tokensPerMinute: tpm},
  };
}
