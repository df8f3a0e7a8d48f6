import {canonicalHash} from '../files/canonical-hash.js';
import type {Decoding} from '../log/decoding.js';
import {checkArgument} from '../options/check-options.js';
import {objectWith} from '../options/fields.js';

export type {Decoding};

/** The port behind which models stand: text in, text out. */

export type Message = {role: 'system' | 'user' | 'assistant'; content: string};

export const defaultDecoding = {
  temperature: 0,
  max_tokens: 2048,
  stop: [],
  seed: null,
  extra_body: {},
  mode: 'chat',
} satisfies Decoding;

/**
 * One question. `sample` is 0 at temperature 0, so that equal prompts share one answer, else
 * `<scenario>/<task_id>/<turn>`, also where no temperature is sent.
 */
export type Request = {messages: Message[]; decoding: Decoding; sample: 0 | string};

const anyRequest = objectWith<Request>(
  '{messages, decoding, sample}',
  'messages',
  'decoding',
  'sample',
);

/**
 * SHA-256 of the request's RFC 8785 form: its name everywhere (model, URL, key and concurrency are
 * not in it).
 */
export function requestHash(request: Request): string {
  const known = hashes.get(request);
  if (known !== undefined) return known;
  checkArgument(['requestHash', 'request'], anyRequest, request);
  const hash = canonicalHash(request);
  hashes.set(request, hash);
  return hash;
}

/** A request that was made again: its hash is known already. */
export function withHash(request: Request, hash: string): Request {
  hashes.set(request, hash);
  return request;
}

/**
 * Planner, store and endpoint all name the same request; hashing a long prompt costs more than
 * sending it. Requests are never changed.
 */
const hashes = new WeakMap<Request, string>();

export type Usage = {prompt_tokens: number; completion_tokens: number};

export type Answer = {
  text: string;
  /** What came in a reasoning field of its own; null where there was none. */
  reasoning: string | null;
  /** `stop`, `length`, … as the server said; `unknown` where it gave none. */
  finish_reason: string;
  usage: Usage | null;
  /** The model as served. */
  model: string;
};

/**
 * Who answers: text in, text out. Bring your own for a model that no server of ours speaks to.
 * @example
 * const parrot: Model = {
 *   id: 'parrot',
 *   ask: async ({messages}) => ({
 *     text: messages.at(-1)?.content ?? '',
 *     reasoning: null,
 *     finish_reason: 'stop',
 *     usage: null,
 *     model: 'parrot',
 *   }),
 * };
 * console.log(parrot.id);
 */
export type Model = {
  /** As asked for on the command line; simulated ones begin with `simulated:`. */
  id: string;
  ask(request: Request, signal?: AbortSignal): Promise<Answer>;
  /** Stops what the model keeps open. */
  close?(): Promise<void>;
};

/**
 * Who may mend it: `context-length` is answered by cutting the prompt; `perhaps-too-long` too, and
 * is as `refused` if no cut helps; `refused` is recorded as missing, `fatal` ends the run.
 */
export type ModelErrorKind = 'context-length' | 'perhaps-too-long' | 'refused' | 'fatal';

/**
 * What a model throws that does not answer; its kind says what becomes of the question. Anything
 * else that is thrown ends the run.
 */
export class ModelError extends Error {
  override name = 'ModelError';
  readonly kind: ModelErrorKind;
  /** Requests that it took to come to this. */
  readonly attempts: number;
  constructor(kind: ModelErrorKind, message: string, options?: ErrorOptions, attempts = 1) {
    super(message, options);
    this.kind = kind;
    this.attempts = attempts;
  }
}
