import type {Answer, Request} from '../model.js';
import type {Clock} from './clock.js';
import {ConnectionError, classifyConnectionError} from './connection-failure.js';
import {startDeadline} from './deadline.js';
import {type ErrorBody, parseErrorBody} from './error-body.js';
import {badReply, type CallFailure, classifyReply, type Endpoint, silent} from './failure.js';
import {UnreadableReply} from './read-reply.js';
import {settingsOf} from './refused-setting.js';
import {parseReply} from './reply.js';
import {type MaxTokensField, type RequestBody, requestBody, requestPath} from './request-body.js';
import {retryAfterMs} from './retry.js';
import type {Scrubber} from './secrets.js';
import type {RawReply, Transport} from './transport.js';

/** How one attempt ended. `status` and `requestId` are null when no reply came. */
export type AttemptOutcome = {status: number | null; requestId: string | null} & (
  | {kind: 'answered'; answer: Answer; refusal: string | null}
  | {kind: 'failed'; failure: CallFailure}
);

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
  let repliedBefore = false;
  let patience = 0;
  return async (request: Request, signal?: AbortSignal): Promise<AttemptOutcome> => {
    const transport = await open();
    const body = requestBody(request, {model: endpoint.model, maxTokensField});
    const deadline = startDeadline(timeoutMs, clock, signal);
    try {
      const reply = await transport.post(requestPath(request), body, deadline.signal);
      repliedBefore = true;
      const outcome = readReply(reply, {request, body, isServing: patience > 0}, options);
      if (outcome.kind === 'answered') patience = patienceOfAnAnswer;
      else if (outcome.failure.kind === 'refused') patience -= 1;
      return outcome;
    } catch (error) {
      signal?.throwIfAborted();
      return {status: null, requestId: null, kind: 'failed', failure: toFailure(error)};
    } finally {
      deadline.end();
    }

    function toFailure(error: unknown): CallFailure {
      if (deadline.signal.aborted) return silent(timeoutMs);
      if (error instanceof UnreadableReply) return badReply(error.message);
      if (error instanceof ConnectionError)
        return classifyConnectionError(error, endpoint, repliedBefore);
      throw error;
    }
  };
}

/**
 * So many refusals in a row may be the fault of their prompts, once there was an answer; then it is
 * the server that has changed its mind.
 */
const patienceOfAnAnswer = 100;

function readReply(
  reply: RawReply,
  {request, body, isServing}: {request: Request; body: RequestBody; isServing: boolean},
  {endpoint, clock}: AttemptOptions,
): AttemptOutcome {
  const {status, header} = reply;
  const origin = {status, requestId: header('x-request-id') ?? header('apim-request-id')};
  const refuse = (status: number, error: ErrorBody): AttemptOutcome => {
    const refusal = {status, error, retryAfterMs: retryAfterMs(header, clock.now())};
    const asked = {isServing, sent: settingsOf(request, body)};
    const failure = classifyReply(refusal, endpoint, asked);
    const target = status < 400 ? redirectTarget(header('location'), endpoint.scrub) : '';
    const reason = target === '' ? failure.reason : `${failure.reason}; it leads to ${target}`;
    return {...origin, kind: 'failed', failure: {...failure, reason}};
  };
  if (status < 200 || status >= 300)
    return refuse(status, parseErrorBody(reply.body, endpoint.scrub));
  const parsed = parseReply(reply.body, endpoint);
  if (parsed.kind === 'error') return refuse(parsed.status, parsed.error);
  if (parsed.kind === 'bad') return {...origin, kind: 'failed', failure: badReply(parsed.reason)};
  const {answer, refusal} = parsed;
  return {...origin, kind: 'answered', answer, refusal};
}

/** Where a redirect leads, without what may be a key or a password; empty for what is none. */
function redirectTarget(location: string | null, scrub: Scrubber): string {
  const [target = ''] = scrub(location ?? '').split(/[?#]/, 1);
  return target.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/]*@/i, '$1//').slice(0, 200);
}
