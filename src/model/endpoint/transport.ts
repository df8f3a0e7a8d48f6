import type {APIError} from 'openai';
import {ConnectionError} from './connection-failure.js';
import {type Access, openai, openClient} from './openai-client.js';
import {UnreadableReply} from './read-reply.js';
import type {RequestBody} from './request-body.js';

/** Whatever came back over HTTP, of any status, its body as it was. */
export type RawReply = {status: number; header(name: string): string | null; body: string};

export type Transport = {
  /**
   * @throws {ConnectionError} when no whole reply came; {UnreadableReply} when it cannot be read;
   * `signal`'s reason when it aborted.
   */
  post(path: string, body: RequestBody, signal: AbortSignal): Promise<RawReply>;
  close(): Promise<void>;
};

/** Posts through the openai package; loads it. */
export async function openTransport(access: Access): Promise<Transport> {
  const {client, close} = await openClient(access);
  return {
    post: async (path, body, signal) => {
      const result = await callClient(() => client.post(path, {body, signal}).asResponse(), signal);
      if ('refusal' in result) return result.refusal;
      const {status, headers} = result.value;
      return {status, header: (name) => headers.get(name), body: await result.value.text()};
    },
    close,
  };
}

/**
 * Calls the openai package and turns what it throws for a status back into the reply it was made
 * of.
 * @throws {ConnectionError} when no whole reply came; {UnreadableReply} when it cannot be read;
 * `signal`'s reason when it aborted; other errors as they are.
 */
export async function callClient<T>(
  call: () => Promise<T>,
  signal?: AbortSignal,
): Promise<{value: T} | {refusal: RawReply}> {
  const {APIConnectionError, APIError} = await openai();
  try {
    return {value: await call()};
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof APIConnectionError) {
      if (error.cause instanceof UnreadableReply) throw error.cause;
      throw toConnectionError(error.cause ?? error);
    }
    if (error instanceof APIError && error.status !== undefined)
      return {refusal: toRawReply(error, error.status)};
    throw error;
  }
}

/** `error.error` is the raw body, see whole-fetch.ts. */
function toRawReply({headers, error}: APIError, status: number): RawReply {
  return {
    status,
    header: (name) => headers?.get(name) ?? null,
    body: typeof error === 'string' ? error : JSON.stringify(error ?? ''),
  };
}

/**
 * Attempts on several addresses fail as one error with an empty message; its parts have the words.
 */
function toConnectionError(cause: unknown): ConnectionError {
  if (!(cause instanceof Error)) return new ConnectionError('', String(cause));
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const {message} = first instanceof Error ? first : cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return new ConnectionError(code, message.replace(/\s+/g, ' ').trim());
}
