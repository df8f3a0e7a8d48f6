import {option} from '../../options/option-name.js';
import {ModelError, type ModelErrorKind} from '../model.js';
import {isModeration, tooLong} from './context-length.js';
import type {ErrorBody} from './error-body.js';
import {proxyRefusal} from './proxy.js';
import {limitInDoubt, refusedSetting, type SentSettings} from './refused-setting.js';
import type {Scrubber} from './secrets.js';

/**
 * Why an attempt brought no answer. `retry` may go better next time; when it never does, it ends as
 * `otherwise`. `loading` says that the server is not there yet.
 */
export type CallFailure =
  | {kind: 'retry'; reason: string; retryAfterMs: number | null; otherwise: 'refused' | 'fatal'}
  | {kind: 'loading'; reason: string; retryAfterMs: number | null; otherwise: 'fatal'}
  | {kind: ModelErrorKind; reason: string};

/**
 * Named in the messages that end a run. `keyVariable` is null where no key was sent,
 * `proxyVariable` where no proxy is on the way; `scrub` is for what the server says.
 */
export type Endpoint = {
  url: string;
  model: string;
  keyVariable: string | null;
  proxyVariable: string | null;
  scrub: Scrubber;
};

/**
 * A reply that is not an answer: its status (of the body, where a 200 carries an error),
 * Retry-After in ms, and what it says.
 */
export type ErrorReply = {status: number; retryAfterMs: number | null; error: ErrorBody};

/**
 * What was asked. `isServing`: whether the server gives answers: then what it refuses is about this
 * prompt (a firewall's 403, 404, 405 or redirect that names neither key nor model), and the
 * settings are in order.
 */
export type RequestContext = {isServing: boolean; sent: SentSettings};

/**
 * Decides what a refusal means: too long a context, or perhaps; retryable (408, 409, 429, 5xx);
 * fatal where every other request would meet the same (key, model, address, quota, a setting); else
 * refused for good.
 */
export function classifyReply(
  reply: ErrorReply,
  endpoint: Endpoint,
  asked: RequestContext,
): CallFailure {
  const {status, retryAfterMs, error} = reply;
  const reason = `${status}: ${shorten(error.message)}`;
  const length = tooLong(status, error);
  if (length === 'yes') return {kind: 'context-length', reason};
  const fatal = fatalReason(reply, endpoint, asked);
  if (fatal !== null) return {kind: 'fatal', reason: `${fatal} (${reason})`};
  if (isLoading(status, error)) return {kind: 'loading', reason, retryAfterMs, otherwise: 'fatal'};
  if (isRetryable(status) || status === 402)
    return {kind: 'retry', reason, retryAfterMs, otherwise: 'refused'};
  if (length === 'no') return {kind: 'refused', reason};
  const doubt = limitInDoubt(error, asked.sent);
  return {kind: 'perhaps-too-long', reason: doubt === null ? reason : `${reason}; ${doubt}`};
}

/**
 * A reply with status 200 that is none. It is not tried again: each may be billed, and the next
 * sitting asks for what is missing.
 */
export function badReply(reason: string): CallFailure {
  return {kind: 'refused', reason: `bad reply: ${shorten(reason)}`};
}

/** Nothing whole came in time. */
export function silent(timeoutMs: number): CallFailure {
  return {
    kind: 'retry',
    reason: `no reply within ${timeoutMs / 1_000} s`,
    retryAfterMs: null,
    otherwise: 'refused',
  };
}

/** What a failure is once nothing more is tried. */
export function finalKind(failure: CallFailure): ModelErrorKind {
  return 'otherwise' in failure ? failure.otherwise : failure.kind;
}

/**
 * A call that brought no answer, as the user hears of it should this attempt be the last. It has no
 * cause: what the openai package throws carries the server's headers, and those may echo the key.
 */
export class FailedCall extends ModelError {
  /** Until the next attempt; null when there is to be none. */
  readonly waitMs: number | null;

  constructor(failure: CallFailure, {attempt, waitMs}: LastAttempt, scrub: Scrubber) {
    const tries = attempt > 1 ? ` (attempt ${attempt}, the last)` : '';
    super(finalKind(failure), scrub(failure.reason) + tries, undefined, attempt);
    this.waitMs = waitMs;
  }
}

type LastAttempt = {attempt: number; waitMs: number | null};

/**
 * For `retrying`: calls are tried again as each failure says, and what is no such failure is not.
 */
export function waitOf({error}: {error: unknown}): number | null {
  return error instanceof FailedCall ? error.waitMs : null;
}

/** llama.cpp: Loading model | Hugging Face: is currently loading | gateways of the other words. */
const loadingWords =
  /\b(loading|(warming|scaling|waking) up|starting|initiali[sz]ing|preparing|pulling|booting)\b|\bnot (yet )?ready\b|加载|載入|启动|初始化/i;

function isLoading(status: number, {message}: ErrorBody): boolean {
  return status === 503 && loadingWords.test(message);
}

/** 200: an error without a status of its own, see error-body.ts. */
function isRetryable(status: number): boolean {
  return status === 200 || status === 408 || status === 409 || status === 429 || status >= 500;
}

const fatalCodes =
  /^(insufficient_quota|billing_hard_limit_reached|invalid_api_key|account_deactivated)$/;
const unknownModel =
  /\bmodel\b.{0,200}\b(does not exist|not found|not exist)|not a valid model|no such model/i;

const keyWords =
  /\b(api|access|subscription)[ _-]?key\b|\bcredential|\bauthenticat|\b(invalid|expired) token\b/i;
const forbiddenModel = /\b(access|allowed|permission)\b.{0,60}\bmodel\b/i;

function fatalReason(
  {status, error, retryAfterMs}: ErrorReply,
  {url, model, keyVariable, proxyVariable}: Endpoint,
  {isServing, sent}: RequestContext,
): string | null {
  if (status === 407) return proxyRefusal(url, '407');
  if (isUnknownModel(status, error))
    return `${url} does not know the model ${JSON.stringify(model)}, or keeps it from us; its /models lists what it serves`;
  if (
    status === 401 ||
    error.code === 'invalid_api_key' ||
    (status === 403 && keyWords.test(error.message))
  )
    return `${url} turns us away: ${keyRemedy(keyVariable)}`;
  if (status === 403 && !isServing && !isModeration(error))
    return `${url} turns us away: ${keyRemedy(keyVariable)}, or whether a firewall${proxyVariable === null ? '' : `, or the proxy that ${proxyVariable} names,`} forbids the prompt`;
  if ((status === 402 && retryAfterMs === null) || fatalCodes.test(error.code))
    return `${url} wants its account topped up`;
  if (!isServing && (status === 404 || status === 405 || (status >= 300 && status < 400)))
    return `nobody answers questions at ${url}; check the base URL (it mostly ends in /v1)`;
  const remedy = isServing || isModeration(error) ? null : refusedSetting(status, error, sent);
  return remedy === null ? null : `${url} takes no request with these settings; ${remedy}`;
}

function keyRemedy(keyVariable: string | null): string {
  return keyVariable === null
    ? `check whether it wants an API key (${option('apiKeyEnv')})`
    : `check the key in ${keyVariable}`;
}

function isUnknownModel(status: number, {message, code}: ErrorBody): boolean {
  if (/^(model_not_found|DeploymentNotFound|unknown_model)$/.test(code)) return true;
  if (status === 403) return forbiddenModel.test(message);
  return (status === 404 || status === 400) && unknownModel.test(message);
}

function shorten(words: string): string {
  return words.length > 300 ? `${words.slice(0, 300)}…` : words;
}
