import type {APIError, OpenAI} from 'openai';
import {ConnectionError} from './connection-failure.js';
import {type Access, openClient} from './openai-client.js';
import type {RequestBody} from './request-body.js';

/** Whatever came back over HTTP, of any status, its body as it was. */
export type RawReply = {status: number; header(name: string): string | null; body: string};

export type Transport = {
  /** @throws {ConnectionError} when no whole reply came; `signal`'s reason when it aborted. */
  post(path: string, body: RequestBody, signal: AbortSignal): Promise<RawReply>;
  close(): Promise<void>;
};

/** Posts through the openai package; loads it. */
export async function openTransport(access: Access): Promise<Transport> {
  const {client, close} = await openClient(access);
  return {post: (path, body, signal) => withRawErrors(() => post(client, path, body, signal), signal), close};
}

/** Turns what the openai package throws back into the reply it was made of, or into a ConnectionError. Other errors pass. */
export async function withRawErrors<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T | RawReply> {
  const {APIConnectionError, APIError} = await import('openai');
  try {
    return await call();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof APIConnectionError) throw toConnectionError(error.cause);
    if (error instanceof APIError && error.status !== undefined) return toRawReply(error);
    throw error;
  }
}

async function post(client: OpenAI, path: string, body: RequestBody, signal: AbortSignal): Promise<RawReply> {
  const response = await client.post(path, {body, signal}).asResponse();
  return {status: response.status, header: (name) => response.headers.get(name), body: await response.text()};
}

/** `error.error` is the raw body, see whole-fetch.ts. */
function toRawReply({status, headers, error}: APIError): RawReply {
  return {
    status: status ?? 0,
    header: (name) => headers?.get(name) ?? null,
    body: typeof error === 'string' ? error : JSON.stringify(error ?? ''),
  };
}

/** Attempts on several addresses fail as one error with an empty message; its parts have the words. */
function toConnectionError(cause: unknown): ConnectionError {
  if (!(cause instanceof Error)) return new ConnectionError('', String(cause));
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const {message} = first instanceof Error ? first : cause;
  return new ConnectionError('code' in cause ? String(cause.code) : '', message);
}
