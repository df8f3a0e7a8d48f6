import {type Dispatcher, request} from 'undici';
import {hasManyValues} from '../../files/bounds.js';
import {ConnectionError} from './connection-failure.js';
import {manyValues, readWhole, UnreadableReply} from './read-reply.js';

/**
 * `fetch` for the openai package, over undici's `request`, which takes half the CPU time a question
 * (measured). The body is read whole, up to `maxBytes`, so a reset in the middle is an error of
 * this call. An error's body is handed on as one text under `error`: the package keeps that field
 * only, and loses what servers say in other shapes. One that cannot be read says why: its status
 * tells what to do.
 */
export function createWholeFetch(
  dispatcher: Dispatcher,
  maxBytes: number,
): (url: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init = {}) => {
    const headers = init.headers instanceof Headers ? init.headers : new Headers(init.headers);
    const asked = request(input instanceof Request ? input.url : input, {
      method: init.method ?? 'GET',
      body: await encodeBody(init.body ?? null, headers),
      headers: Object.fromEntries(headers),
      signal: init.signal ?? null,
      dispatcher,
    });
    const reply = await untilAborted(asked, init.signal).catch((error: unknown) => {
      throw asConnectionError(error, init.signal?.aborted ?? false);
    });
    const replied = toHeaders(reply.headers);
    const isOk = reply.statusCode >= 200 && reply.statusCode < 300;
    const encoding = replied.get('content-encoding') ?? '';
    const limits = {maxBytes, mayStream: !isOk};
    const text = await readWhole(reply.body, encoding, limits).catch((error: unknown) => {
      if (isOk || !(error instanceof UnreadableReply)) throw error;
      return error.message;
    });
    const body = isOk ? text : JSON.stringify({error: text});
    return new WholeResponse(body, reply.statusCode, replied);
  };
}

/** undici heeds a signal once it is connected; through a proxy that says nothing it never is. */
function untilAborted<T>(reply: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return reply;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, {once: true});
    reply.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/**
 * A proxy that refuses CONNECT ends a request as an AbortError, which the package takes for one of
 * ours, and loses its words.
 */
function asConnectionError(error: unknown, isAborted: boolean): unknown {
  return !isAborted && error instanceof Error && error.name === 'AbortError'
    ? new ConnectionError('', error.message)
    : error;
}

/** Uploads are forms: their encoding is left to the platform, which also names the boundary. */
async function encodeBody(
  body: NonNullable<RequestInit['body']> | null,
  headers: Headers,
): Promise<string | Uint8Array | null> {
  if (body === null || typeof body === 'string') return body;
  const form = new Response(body);
  headers.set('content-type', form.headers.get('content-type') ?? 'application/octet-stream');
  return new Uint8Array(await form.arrayBuffer());
}

/**
 * A response whose body and headers are there already: without the stream and the copy that a
 * Response makes of them, which cost more than all the rest of the package.
 */
class WholeResponse extends Response {
  override readonly text: () => Promise<string>;
  override readonly json: () => Promise<unknown>;
  override readonly headers: Headers;
  override readonly status: number;
  constructor(text: string, status: number, headers: Headers) {
    // Servers invent statuses that a Response refuses.
    super(null, {status: Math.min(status, 599)});
    this.status = status;
    this.headers = headers;
    this.text = async () => text;
    this.json = async () => {
      if (hasManyValues(text)) throw new UnreadableReply(manyValues);
      return JSON.parse(text);
    };
  }
}

function toHeaders(raw: {[name: string]: string | string[] | undefined}): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw))
    if (value !== undefined) headers.set(name, String(value));
  return headers;
}
