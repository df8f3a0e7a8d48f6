import {retrying} from '../../files/retrying.js';
import {worstCase} from '../budget.js';
import type {ModelEvent} from '../events.js';
import {type Answer, type Model, type Request, requestHash} from '../model.js';
import {type AttemptOutcome, createAttempt} from './attempt.js';
import {type Clock, systemClock} from './clock.js';
import {type CallFailure, FailedCall, finalKind, waitOf} from './failure.js';
import {type AccessOptions, prepareAccess} from './openai-client.js';
import {createRateLimiter, type RateLimits} from './rate-limit.js';
import type {MaxTokensField} from './request-body.js';
import {defaultRetryPolicy, defaultTimeoutMs, nextWaitMs, type RetryPolicy} from './retry.js';
import {createScrubber, type Scrubber} from './secrets.js';
import {createServerWait} from './server-wait.js';
import {openTransport, type Transport} from './transport.js';

/** Nothing here but `model` is part of a run's identity. */
export type EndpointOptions = AccessOptions & {
  /** As the server lists it. */
  model: string;
  /** Default `max_tokens`; OpenAI's reasoning models want `max_completion_tokens`. */
  maxTokensField?: MaxTokensField | undefined;
  /** For a whole attempt, in ms; default 600,000. */
  timeoutMs?: number | undefined;
  retry?: Partial<RetryPolicy> | undefined;
  /** Default: none. Retries count. */
  rateLimits?: RateLimits | undefined;
  /** Hears of every attempt when it has ended. */
  onEvent?: ((event: ModelEvent) => void) | undefined;
  clock?: Clock | undefined;
  /** Numbers in [0, 1) for the jitter; default `Math.random`. */
  random?: (() => number) | undefined;
};

/**
 * A model behind an OpenAI-compatible server. `ask` is one question with its retries; how many are
 * asked at once is the caller's business. It rejects with a ModelError, or with the reason of the
 * signal; no message, event or answer holds the key.
 * @throws {MissingRequirementError} without a key where one is needed; {UsageError} for a base URL,
 * key or proxy that cannot be used.
 */
export function createEndpointModel(options: EndpointOptions): Model {
  const {model, clock = systemClock, random = Math.random, onEvent} = options;
  const access = prepareAccess(options);
  const policy = {...defaultRetryPolicy, ...options.retry};
  const unlimited = {requestsPerMinute: null, tokensPerMinute: null};
  const limiter = createRateLimiter(
    options.rateLimits ?? unlimited,
    clock,
    () => random() * policy.baseDelayMs,
  );
  const serverWait = createServerWait(policy);
  let transport: Promise<Transport> | undefined;
  const open = () => (transport ??= openTransport(access));
  const attemptOnce = createAttempt(open, {
    endpoint: {
      url: access.connection.url,
      model,
      keyVariable: access.key.secret ? access.key.variable : null,
      proxyVariable: access.proxyVariable,
      scrub: access.scrub,
    },
    maxTokensField: options.maxTokensField ?? 'max_tokens',
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    clock,
  });

  function ask(request: Request, signal?: AbortSignal): Promise<Answer> {
    const hash = requestHash(request);
    const course: Course = {hash, begunAt: null, failure: null, loadings: 0};
    return retrying(
      (attempt) => askOnce(request, attempt, course, signal),
      waitOf,
      (ms) => clock.sleep(ms, signal),
    );
  }

  async function askOnce(
    request: Request,
    attempt: number,
    course: Course,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const {prompt_tokens, completion_tokens} = worstCase(request);
    const departure = await limiter.take(prompt_tokens + completion_tokens, signal);
    const startedAt = clock.now();
    course.begunAt ??= startedAt;
    if (course.failure && startedAt - course.begunAt >= policy.maxWallMs) {
      departure.settle(0);
      throw new FailedCall(course.failure, {attempt: attempt - 1, waitMs: null}, access.scrub);
    }
    const {outcome, waitMs} = heed(await attemptOnce(request, signal), attempt, course);
    const durationMs = clock.now() - startedAt;
    onEvent?.(toEvent(outcome, {request: course.hash, attempt, durationMs, waitMs}, access.scrub));
    if (outcome.kind === 'failed') {
      course.failure = outcome.failure;
      throw new FailedCall(outcome.failure, {attempt, waitMs}, access.scrub);
    }
    const {usage} = outcome.answer;
    if (usage) departure.settle(usage.prompt_tokens + usage.completion_tokens);
    return scrubAnswer(outcome.answer, access.secrets);
  }

  /** What an attempt came to, and when the next one is; null for none. */
  function heed(
    outcome: AttemptOutcome,
    attempt: number,
    course: Course,
  ): {outcome: AttemptOutcome; waitMs: number | null} {
    const now = clock.now();
    if (outcome.kind === 'answered') {
      serverWait.serving();
      return {outcome, waitMs: null};
    }
    const {failure, waitMs} = serverWait.heed(outcome.failure, now);
    if (waitMs !== null) {
      course.loadings += 1;
      course.begunAt = now;
    }
    // The server's wish concerns everybody, not this question alone.
    const askedMs = waitMs ?? ('otherwise' in failure ? failure.retryAfterMs : null);
    if (askedMs !== null) limiter.pauseUntil(now + askedMs);
    const spentMs = now - (course.begunAt ?? now);
    const tried = {attempt: attempt - course.loadings, spentMs};
    return {
      outcome: {...outcome, failure},
      waitMs: waitMs ?? nextWaitMs(failure, tried, policy, random),
    };
  }

  return {id: model, ask, close: async () => (await transport)?.close()};
}

/**
 * How a question went so far. Its time begins with its first departure: the limits per minute may
 * hold it back for long before, which is no fault of anybody.
 */
type Course = {
  hash: string;
  begunAt: number | null;
  failure: CallFailure | null;
  /** Attempts that found the server loading: they are no tries of this question. */
  loadings: number;
};

type Circumstances = {request: string; attempt: number; durationMs: number; waitMs: number | null};

function toEvent(
  outcome: AttemptOutcome,
  {request, attempt, durationMs, waitMs}: Circumstances,
  scrub: Scrubber,
): ModelEvent {
  const reason = outcome.kind === 'answered' ? outcome.refusal : outcome.failure.reason;
  return {
    event: 'attempt',
    request,
    attempt,
    outcome:
      outcome.kind === 'answered'
        ? 'answered'
        : waitMs === null
          ? finalKind(outcome.failure)
          : 'retry',
    status: outcome.status,
    request_id: outcome.requestId === null ? null : scrub(outcome.requestId),
    duration_ms: Math.round(durationMs),
    answer_tokens:
      outcome.kind === 'answered' ? (outcome.answer.usage?.completion_tokens ?? null) : null,
    reason: reason === null ? null : scrub(reason),
    wait_ms: waitMs === null ? null : Math.round(waitMs),
  };
}

/**
 * An answer is published with its run. Secrets too short to be a key (servers without keys are
 * given `EMPTY`, `test`) stay: they may be words of a program.
 */
function scrubAnswer(answer: Answer, secrets: readonly string[]): Answer {
  const scrub = createScrubber(secrets.filter((secret) => secret.length >= 12));
  const {text, reasoning, finish_reason, usage, model} = answer;
  return {
    text: scrub(text),
    reasoning: reasoning === null ? null : scrub(reasoning),
    finish_reason: scrub(finish_reason),
    usage,
    model: scrub(model),
  };
}
