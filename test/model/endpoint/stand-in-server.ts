import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import {onTestFinished} from 'vitest';

/**
 * An OpenAI-compatible server on loopback that does what a test tells it, misbehaviour first of
 * all.
 */
export type StandIn = {
  /** Base URL, `/v1` included. */
  url: string;
  received: Received[];
  /** Resolves when the n-th request (from 1) has come in whole. */
  arrived(n: number): Promise<void>;
};

export type Received = {method: string; path: string; headers: IncomingHttpHeaders; body: string};

export type Behaviour = (response: ServerResponse, request: Received, stop: () => void) => void;

/**
 * Starts a stand-in for the running test: each request gets the next behaviour, the last one for
 * ever.
 */
export async function startStandIn(...script: [Behaviour, ...Behaviour[]]): Promise<StandIn> {
  const received: Received[] = [];
  const waiting: {n: number; wake: () => void}[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const {method = '', url = '', headers} = request;
    const whole = {method, path: url, headers, body: Buffer.concat(chunks).toString()};
    received.push(whole);
    for (const {n, wake} of waiting) if (received.length >= n) wake();
    script[Math.min(received.length, script.length) - 1]?.(response, whole, stop);
  });
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(stop);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    received,
    arrived: (n) =>
      received.length >= n ? Promise.resolve() : new Promise((wake) => waiting.push({n, wake})),
  };
}

/** Any status, headers and body. A body that is no string is sent as JSON. */
export function send(
  status: number,
  body: unknown,
  headers: {[name: string]: string} = {},
): Behaviour {
  return (response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response
      .writeHead(status, {'content-type': 'application/json', 'x-request-id': 'req-1', ...headers})
      .end(text);
  };
}

export type ReplyParts = {
  message?: {[field: string]: unknown};
  finish_reason?: unknown;
  usage?: unknown;
};

/** A well-formed chat completion, of which a test may change parts. */
export function chatReply({message, finish_reason = 'stop', usage}: ReplyParts = {}) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'served-model',
    choices: [
      {index: 0, message: {role: 'assistant', content: 'the answer', ...message}, finish_reason},
    ],
    usage: usage ?? {prompt_tokens: 11, completion_tokens: 7, total_tokens: 18},
  };
}

export const answer: Behaviour = send(200, chatReply());

export const htmlPage: Behaviour = send(200, '<!DOCTYPE html><html><title>Welcome</title></html>', {
  'content-type': 'text/html',
});

/** Announces a long body, sends a little of it and destroys the connection. */
export const resetMidBody: Behaviour = (response) => {
  response.writeHead(200, {'content-type': 'application/json', 'content-length': '5000'});
  response.write('{"id":"chatcmpl-1","choices":[', () => response.destroy());
};

/** Takes the request and says nothing, not even a header. */
export const neverAnswer: Behaviour = () => undefined;

/** Sends headers and the beginning of a body, then nothing. */
export const stallMidBody: Behaviour = (response) => {
  response.writeHead(200, {'content-type': 'application/json'});
  response.write('{"id":');
};

/** Says back every header that came, as debugging gateways do: in the headers and in the body. */
export function echoHeaders(status: number): Behaviour {
  return (response, {headers}) => {
    const echo = JSON.stringify(headers);
    response.writeHead(status, {'x-request-id': `echo ${headers.authorization}`, 'x-echo': echo});
    response.end(JSON.stringify({error: {message: `cannot serve you: ${echo}`, code: null}}));
  };
}
