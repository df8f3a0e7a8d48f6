import type {z} from 'zod';
import {retrying} from '../../files/retrying.js';
import type {Clock} from './clock.js';
import {ConnectionError, classifyConnectionError} from './connection-failure.js';
import {startDeadline} from './deadline.js';
import {parseErrorBody} from './error-body.js';
import {
  badReply,
  type CallFailure,
  classifyReply,
  type Endpoint,
  FailedCall,
  silent,
  waitOf,
} from './failure.js';
import {UnreadableReply} from './read-reply.js';
import {nothingSent} from './refused-setting.js';
import {nextWaitMs, type RetryPolicy, retryAfterMs} from './retry.js';
import {createServerWait} from './server-wait.js';
import {callClient} from './transport.js';

export type PatientCallOptions = {
  endpoint: Endpoint;
  policy: RetryPolicy;
  clock: Clock;
  random: () => number;
};

/**
 * `timeoutMs` is for one attempt, last byte included; the signal that `make` is given must end it.
 */
type Call<T> = {
  schema: z.ZodType<T>;
  make(signal: AbortSignal): Promise<unknown>;
  timeoutMs: number;
};

/**
 * Makes one call through the openai package with retries; a reply not of the schema is a bad reply.
 * Rejects with a ModelError or the signal's reason.
 */
export type PatientCall = <T>(call: Call<T>, signal?: AbortSignal) => Promise<T>;

/**
 * For the few calls that are no questions (uploads, batches): the same failures, waits and
 * scrubbing as for questions.
 */
export function createPatientCall({
  endpoint,
  policy,
  clock,
  random,
}: PatientCallOptions): PatientCall {
  const serverWait = createServerWait(policy);
  let answeredBefore = false;

  async function callOnce<T>(
    {schema, make, timeoutMs}: Call<T>,
    signal?: AbortSignal,
  ): Promise<{value: T} | {failure: CallFailure}> {
    const deadline = startDeadline(timeoutMs, clock, signal);
    try {
      const result = await callClient(() => make(deadline.signal), signal);
      answeredBefore = true;
      if ('value' in result) return hold(result.value, schema);
      const {status, header, body} = result.refusal;
      return {
        failure: classifyReply(
          {
            status,
            error: parseErrorBody(body, endpoint.scrub),
            retryAfterMs: retryAfterMs(header, clock.now()),
          },
          endpoint,
          {isServing: false, sent: nothingSent},
        ),
      };
    } catch (error) {
      signal?.throwIfAborted();
      if (deadline.signal.aborted) return {failure: silent(timeoutMs)};
      if (error instanceof ConnectionError)
        return {failure: classifyConnectionError(error, endpoint, answeredBefore)};
      if (error instanceof UnreadableReply) return {failure: badReply(error.message)};
      // The package parses JSON itself and lets the parser's error through. Its message quotes a
      // few characters, maybe of the key.
      if (error instanceof SyntaxError) return {failure: badReply('not JSON')};
      throw error;
    } finally {
      deadline.end();
    }
  }

  return (call, signal) => {
    const begunAt = clock.now();
    return retrying(
      async (attempt) => {
        signal?.throwIfAborted();
        const result = await callOnce(call, signal);
        if ('value' in result) {
          serverWait.serving();
          return result.value;
        }
        const {failure, waitMs: loadingMs} = serverWait.heed(result.failure, clock.now());
        const tried = {attempt, spentMs: clock.now() - begunAt};
        const waitMs = loadingMs ?? nextWaitMs(failure, tried, policy, random);
        throw new FailedCall(failure, {attempt, waitMs}, endpoint.scrub);
      },
      waitOf,
      (ms) => clock.sleep(ms, signal),
    );
  };
}

function hold<T>(raw: unknown, schema: z.ZodType<T>): {value: T} | {failure: CallFailure} {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return {value: parsed.data};
  const issue = parsed.error.issues[0];
  return {failure: badReply(`${issue?.path.join('.') || 'reply'}: ${issue?.message ?? 'invalid'}`)};
}
