import {z} from 'zod';
import type {Spending} from '../conversation/spending.js';
import type {Critic} from '../feedback/critic.js';
import type {Judge} from '../judging/judge.js';
import {judgeIdentitySchema} from '../judging/judge-identity.js';
import {type Limits, LONGEST_TIME_LIMIT_S} from '../judging/limits.js';
import {longestTimerMs} from '../model/endpoint/clock.js';
import type {RetryPolicy} from '../model/endpoint/retry.js';
import type {Model} from '../model/model.js';
import {optionsOf} from '../options/check-options.js';
import {callback, chosen, flag, oneOf, text, wholeNumber} from '../options/fields.js';
import type {Given} from '../options/given.js';
import type {CriticChoice, CriticSpec} from './open-critic.js';
import type {JudgeChoice, JudgeSpec} from './open-judge.js';
import type {EndpointSpec, ModelChoice, ModelSpec} from './open-model.js';
import {type Budget, budgetSpec, price} from './open-spending.js';

/** The options by which a model, a judge, a critic or a budget is chosen, as schemas. */

/** A string of Node is no longer. */
const longestReplyMiB = 511;
const milliseconds = wholeNumber(1, longestTimerMs);

/** The fields of a judge spec but the limit of a job, which a judge is told with each candidate. */
export const judgeFields = {
  python: text.optional(),
  queue: text.optional(),
  workers: wholeNumber(1).optional(),
  cacheDirectory: text.optional(),
  keepVerdicts: flag.optional(),
  limits: optionsOf<Given<Limits>>({
    memoryMiB: wholeNumber(64).optional(),
    processes: wholeNumber(1).optional(),
    files: wholeNumber(16).optional(),
    fileMiB: wholeNumber(1).optional(),
    scratchMiB: wholeNumber(1).optional(),
    sharedMemoryMiB: wholeNumber(1).optional(),
    outputMiB: wholeNumber(1).optional(),
  }).optional(),
  allowUnsafe: flag.optional(),
};

const judgeSpec = optionsOf<JudgeSpec>({
  ...judgeFields,
  timeLimitMs: wholeNumber(1, LONGEST_TIME_LIMIT_S * 1000).optional(),
});

/** A judge of this package's. */
export const builtInJudge = chosen<string | JudgeSpec>(
  'builtin, the Python to judge with, or a spec {python, …}',
  (given) => (typeof given === 'string' ? text : judgeSpec),
);

const ownJudge = z.looseObject({
  identity: judgeIdentitySchema,
  python: text.optional(),
  judge: callback<Judge['judge']>(),
  jobsRun: callback<Judge['jobsRun']>(),
  close: callback<Judge['close']>(),
});

export const judge = chosen<JudgeChoice>(
  'builtin, the Python to judge with, a spec {python, …}, or an object with judge()',
  (given) => (typeof given === 'string' ? text : 'judge' in given ? ownJudge : judgeSpec),
);

const endpoint = optionsOf<EndpointSpec>({
  apiKeyEnv: text.optional(),
  azureApiVersion: text.optional(),
  environment: z.record(z.string(), z.string().optional(), 'expected an object').optional(),
  maxTokensField: oneOf('max_tokens', 'max_completion_tokens').optional(),
  timeoutMs: milliseconds.optional(),
  maxReplyMiB: wholeNumber(1, longestReplyMiB).optional(),
  retry: optionsOf<Given<RetryPolicy>>({
    maxRetries: wholeNumber(0).optional(),
    maxWallMs: wholeNumber(0).optional(),
    baseDelayMs: wholeNumber(0, longestTimerMs).optional(),
    maxDelayMs: wholeNumber(0, longestTimerMs).optional(),
    waitForServerMs: wholeNumber(0, longestTimerMs).optional(),
  }).optional(),
  rateLimits: optionsOf<Given<{requestsPerMinute: number; tokensPerMinute: number}>>({
    requestsPerMinute: wholeNumber(1).optional(),
    tokensPerMinute: wholeNumber(1).optional(),
  }).optional(),
});

const modelFields = {spec: text, baseUrl: text.optional(), endpoint: endpoint.optional()};
const modelSpec = optionsOf<ModelSpec>(modelFields);

const ownModel = z.looseObject({
  id: text,
  ask: callback<Model['ask']>(),
  close: callback<Model['close']>().optional(),
});

export const model = chosen<ModelChoice>(
  'a name such as simulated:careful, a spec {spec, …}, or an object with ask()',
  (given) => (typeof given === 'string' ? text : 'ask' in given ? ownModel : modelSpec),
);

const criticSpec = optionsOf<CriticSpec>({
  ...modelFields,
  retries: wholeNumber(0).optional(),
  maxTokens: wholeNumber(1).optional(),
  price: price.optional(),
});

const ownCritic = z.looseObject({
  id: text,
  novice: callback<Critic['novice']>(),
  expert: callback<Critic['expert']>(),
  close: callback<Critic['close']>().optional(),
});

export const critic = chosen<CriticChoice>(
  'builtin, a name, a spec {spec, …}, or an object with novice() and expert()',
  (given) => (typeof given === 'string' ? text : 'expert' in given ? ownCritic : criticSpec),
);

const purse = z.looseObject({
  take: callback<Spending['take']>(),
  at: callback<Spending['at']>(),
  refusals: callback<Spending['refusals']>(),
});

export const budget = chosen<Budget | Spending>(
  'a budget {maxRequests, …}, or a purse that openSpending made',
  (given) => (typeof given === 'string' ? undefined : 'take' in given ? purse : budgetSpec),
);
