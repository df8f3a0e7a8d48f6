import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import PQueue from 'p-queue';
import {z} from 'zod';
import {HarnessError} from '../errors.js';
import {sha256} from '../files/canonical-hash.js';
import {
  type Answer,
  defaultDecoding,
  type Message,
  type Model,
  ModelError,
  type Request,
} from '../model/model.js';
import type {Suite} from '../problem/problem.js';
import type {Catalogue} from './catalogue.js';
import {createSimulatedCoder} from './coder.js';
import {profiles} from './profiles.js';

export type SimulatedServerOptions = {
  suite: Suite;
  catalogue: Catalogue;
  /** 0 (the default) takes a free one. */
  port?: number;
  /** How long every answer takes at least, in milliseconds. Default 0. */
  answerDelayMs?: number;
  /** How many questions are answered at once; the others wait. Default: no bound. */
  concurrency?: number;
};

/** `url` is what `--base-url` takes; `close` ends open connections too. */
export type SimulatedServer = {url: string; close(): Promise<void>};

/**
 * Serves every profile as a model of an OpenAI-compatible endpoint on loopback: GET /v1/models,
 * POST /v1/chat/completions and /v1/completions (one choice, not streamed), errors in OpenAI's
 * shape. Answers are those of the same coder in process.
 */
export async function startSimulatedServer(
  options: SimulatedServerOptions,
): Promise<SimulatedServer> {
  const coders = new Map(
    profiles.map((profile) => [profile.id, createSimulatedCoder({profile, ...options})]),
  );
  const queue = new PQueue({concurrency: options.concurrency ?? Number.POSITIVE_INFINITY});
  const server = createServer((incoming, outgoing) => {
    respond(incoming, coders, (work) => queue.add(() => delayed(work, options.answerDelayMs ?? 0)))
      .catch(asErrorReply)
      .then((reply) => send(outgoing, reply));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new HarnessError('the simulated server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

type HttpReply = {status: number; body: object};
type Coders = ReadonlyMap<string, Model>;
type Slot = (work: () => Promise<HttpReply>) => Promise<HttpReply>;

async function respond(
  incoming: IncomingMessage,
  coders: Coders,
  inSlot: Slot,
): Promise<HttpReply> {
  const {pathname} = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const route = `${incoming.method} ${pathname}`;
  if (route === 'GET /v1/models') return {status: 200, body: modelList(coders)};
  if (route !== 'POST /v1/chat/completions' && route !== 'POST /v1/completions') {
    throw new ApiError(404, `there is no ${route} here`, 'not_found');
  }
  const text = await readBody(incoming);
  return inSlot(() =>
    complete(text, coders, route === 'POST /v1/chat/completions' ? 'chat' : 'plain'),
  );
}

async function delayed(work: () => Promise<HttpReply>, delayMs: number): Promise<HttpReply> {
  const [reply] = await Promise.all([work(), sleep(delayMs)]);
  return reply;
}

function modelList(coders: Coders): object {
  const data = [...coders.keys()].map((id) => ({
    id,
    object: 'model',
    created: 0,
    owned_by: 'convcodebench-simulation',
  }));
  return {object: 'list', data};
}

const textPart = z.object({type: z.literal('text'), text: z.string()});
const content = z.union([
  z.string(),
  z.array(textPart).transform((parts) => parts.map(({text}) => text).join('')),
]);
const common = z.object({
  model: z.string(),
  stream: z.literal(false).nullish(),
  n: z.literal(1).nullish(),
});
const chatBody = common.extend({
  messages: z.array(z.object({role: z.enum(['system', 'user', 'assistant']), content})).min(1),
});
const plainBody = common.extend({prompt: z.string()});

async function complete(text: string, coders: Coders, mode: 'chat' | 'plain'): Promise<HttpReply> {
  const {model, messages} =
    mode === 'chat' ? parseBody(text, chatBody) : asMessages(parseBody(text, plainBody));
  const coder = coders.get(model);
  if (coder === undefined)
    throw new ApiError(404, `there is no model "${model}" here`, 'model_not_found');
  const request: Request = {messages, decoding: {...defaultDecoding, mode}, sample: 0};
  return {status: 200, body: completion(await coder.ask(request), mode, text)};
}

function asMessages({model, prompt}: z.infer<typeof plainBody>): {
  model: string;
  messages: Message[];
} {
  return {model, messages: [{role: 'user', content: prompt}]};
}

function completion(answer: Answer, mode: 'chat' | 'plain', requestText: string): object {
  const {prompt_tokens = 0, completion_tokens = 0} = answer.usage ?? {};
  const choice =
    mode === 'chat' ? {message: {role: 'assistant', content: answer.text}} : {text: answer.text};
  return {
    id: `${mode === 'chat' ? 'chatcmpl' : 'cmpl'}-simulated-${sha256(requestText).slice(0, 24)}`,
    object: mode === 'chat' ? 'chat.completion' : 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: answer.model,
    choices: [{index: 0, ...choice, logprobs: null, finish_reason: answer.finish_reason}],
    usage: {prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens},
  };
}

/** An error as OpenAI's API words it. */
class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string | null;
  constructor(status: number, message: string, code: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

function asErrorReply(error: unknown): HttpReply {
  if (error instanceof ApiError)
    return errorReply(error.status, 'invalid_request_error', error.message, error.code);
  if (error instanceof ModelError)
    return errorReply(400, 'invalid_request_error', error.message, 'unknown_problem');
  return errorReply(
    500,
    'server_error',
    error instanceof Error ? error.message : String(error),
    null,
  );
}

function errorReply(status: number, type: string, message: string, code: string | null): HttpReply {
  return {status, body: {error: {message, type, param: null, code}}};
}

function parseBody<T>(text: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ApiError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError(400, 'the body is not JSON', null, {cause});
  }
}

const longestBodyBytes = 32 * 2 ** 20;

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > longestBodyBytes)
      throw new ApiError(413, `the body is longer than ${longestBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(outgoing: ServerResponse, {status, body}: HttpReply): void {
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  outgoing.end(text);
}
