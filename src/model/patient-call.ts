import type {z} from 'zod';
import type {Clock} from './clock.js';
import {ConnectionError, classifyConnectionError} from './connection-failure.js';
import {badReply, classifyReply, type Endpoint, type Failure, toModelError} from './failure.js';
import {nextWaitMs, type RetryPolicy, retryAfterMs} from './retry.js';
import type {Scrubber} from './secrets.js';
import {callClient} from './transport.js';

export type PatientCallOptions = {
  endpoint: Endpoint;
  policy: RetryPolicy;
  clock: Clock;
  random: () => number;
  scrub: Scrubber;
};

/** Makes one call through the openai package with retries; a reply not of the schema is a bad reply. Rejects with a ModelError or the signal's reason. */
export type PatientCall = <T>(schema: z.ZodType<T>, call: () => Promise<unknown>, signal?: AbortSignal) => Promise<T>;

/** For the few calls that are no questions (uploads, batches): the same failures, waits and scrubbing as for questions. */
export function createPatientCall({endpoint, policy, clock, random, scrub}: PatientCallOptions): PatientCall {
  let answeredBefore = false;

  async function callOnce<T>(
    schema: z.ZodType<T>,
    call: () => Promise<unknown>,
    signal?: AbortSignal,
  ): Promise<{value: T} | {failure: Failure}> {
    try {
      const result = await callClient(call, signal);
      answeredBefore = true;
      if ('value' in result) return hold(result.value, schema);
      const {status, header, body} = result.refusal;
      return {failure: classifyReply({status, body, retryAfterMs: retryAfterMs(header, clock.now())}, endpoint)};
    } catch (error) {
      if (error instanceof ConnectionError)
        return {failure: classifyConnectionError(error, endpoint.url, answeredBefore)};
      // The package parses JSON itself and lets the parser's error through.
      if (error instanceof SyntaxError) return {failure: badReply(`not JSON (${error.message})`)};
      throw error;
    }
  }

  return async (schema, call, signal) => {
    let spentMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      const startedAt = clock.now();
      const result = await callOnce(schema, call, signal);
      if ('value' in result) return result.value;
      spentMs += clock.now() - startedAt;
      const {failure} = result;
      const tried = {attempt, spentMs, retryAfterMs: failure.kind === 'retry' ? failure.retryAfterMs : null};
      const waitMs = failure.kind === 'retry' ? nextWaitMs(tried, policy, random) : null;
      if (waitMs === null) throw toModelError(failure, attempt, scrub);
      await clock.sleep(waitMs, signal);
      spentMs += waitMs;
    }
  };
}

function hold<T>(raw: unknown, schema: z.ZodType<T>): {value: T} | {failure: Failure} {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return {value: parsed.data};
  const issue = parsed.error.issues[0];
  return {failure: badReply(`${issue?.path.join('.') || 'reply'}: ${issue?.message ?? 'invalid'}`)};
}
