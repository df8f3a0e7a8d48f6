import type {Clock} from './clock.js';
import {ConnectionError, classifyConnectionError} from './connection-failure.js';
import {errorStatus} from './error-body.js';
import {badReply, classifyReply, type Endpoint, type Failure} from './failure.js';
import type {Answer, Request} from './model.js';
import {parseReply} from './reply.js';
import {type MaxTokensField, requestBody, requestPath} from './request-body.js';
import {retryAfterMs} from './retry.js';
import type {RawReply, Transport} from './transport.js';

/** How one attempt ended. `status` and `requestId` are null when no reply came. */
export type Outcome = {status: number | null; requestId: string | null} & Ending;

type Ending = {kind: 'answered'; answer: Answer; refusal: string | null} | {kind: 'failed'; failure: Failure};

export type AttemptOptions = {
  endpoint: Endpoint;
  maxTokensField: MaxTokensField;
  /** For a whole attempt, last byte included. */
  timeoutMs: number;
  clock: Clock;
};

/**
 * Asks a question once. Every failure that has to do with the server is an outcome.
 * @returns a function that rejects only with `signal`'s reason, or for what is our own fault.
 */
export function createAttempt(open: () => Promise<Transport>, options: AttemptOptions) {
  const {endpoint, maxTokensField, timeoutMs, clock} = options;
  let answeredBefore = false;
  return async (request: Request, signal?: AbortSignal): Promise<Outcome> => {
    const transport = await open();
    const body = requestBody(request, {model: endpoint.model, maxTokensField});
    const deadline = startDeadline(timeoutMs, clock, signal);
    try {
      const reply = await transport.post(requestPath(request), body, deadline.signal);
      answeredBefore = true;
      return readReply(reply, request, options);
    } catch (error) {
      signal?.throwIfAborted();
      return {status: null, requestId: null, kind: 'failed', failure: toFailure(error)};
    } finally {
      deadline.end();
    }

    function toFailure(error: unknown): Failure {
      if (deadline.signal.aborted) return retryable(`no reply within ${timeoutMs / 1_000} s`);
      if (error instanceof ConnectionError) return classifyConnectionError(error, endpoint.url, answeredBefore);
      throw error;
    }
  };
}

/** A signal that aborts with the asker's or when the time is up. Listeners are taken off again: the asker's signal lives for a whole run. */
function startDeadline(timeoutMs: number, clock: Clock, signal?: AbortSignal): {signal: AbortSignal; end(): void} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const cancel = clock.after(timeoutMs, abort);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, {once: true});
  return {
    signal: controller.signal,
    end: () => {
      cancel();
      signal?.removeEventListener('abort', abort);
    },
  };
}

function readReply(reply: RawReply, request: Request, {endpoint, clock}: AttemptOptions): Outcome {
  const {status, header, body} = reply;
  const origin = {status, requestId: header('x-request-id') ?? header('apim-request-id')};
  const refuse = (status: number): Failure =>
    classifyReply({status, body, retryAfterMs: retryAfterMs(header, clock.now())}, endpoint);
  if (status < 200 || status >= 300) return {...origin, kind: 'failed', failure: refuse(status)};
  const parsed = parseReply(body, request.decoding.mode, endpoint.model);
  if (parsed.kind === 'answer') return {...origin, kind: 'answered', answer: parsed.answer, refusal: parsed.refusal};
  const hidden = errorStatus(parsed.raw);
  return {...origin, kind: 'failed', failure: hidden === null ? badReply(parsed.reason) : refuse(hidden)};
}

function retryable(reason: string): Failure {
  return {kind: 'retry', reason, retryAfterMs: null, otherwise: 'refused'};
}
