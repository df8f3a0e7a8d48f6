import {UsageError} from '../../errors.js';
import {option} from '../../options/option-name.js';
import type {Message, Request} from '../model.js';

/** Reasoning models of OpenAI take their limit under another name. */
export type MaxTokensField = 'max_tokens' | 'max_completion_tokens';

export type BodyOptions = {model: string; maxTokensField: MaxTokensField};

export type RequestBody = {[field: string]: unknown};

/** Below the base URL. */
export function requestPath({decoding}: Request): '/chat/completions' | '/completions' {
  return decoding.mode === 'chat' ? '/chat/completions' : '/completions';
}

/**
 * The request as the protocol spells it, fields in a fixed order; what is not set is not sent.
 * Online and batch send the same.
 */
export function requestBody({messages, decoding}: Request, options: BodyOptions): RequestBody {
  return {
    model: options.model,
    ...(decoding.mode === 'chat' ? {messages} : {prompt: plainPrompt(messages)}),
    ...(decoding.temperature !== null && {temperature: decoding.temperature}),
    ...(decoding.max_tokens !== null && {[options.maxTokensField]: decoding.max_tokens}),
    ...(decoding.stop.length > 0 && {stop: decoding.stop}),
    ...(decoding.seed !== null && {seed: decoding.seed}),
    ...decoding.extra_body,
  };
}

/** For models without a chat template: the messages' texts, a blank line between them. */
export function plainPrompt(messages: readonly Message[]): string {
  return messages.map(({content}) => content).join('\n\n');
}

const reserved = [
  'model',
  'messages',
  'prompt',
  'stream',
  'n',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'seed',
];

/**
 * The value of `--extra-body`: a JSON object of further body fields.
 * @throws {UsageError} when it is not one, or holds a field that has an option of its own or would
 * change what comes back.
 */
export function parseExtraBody(text: string): RequestBody {
  const value = parseObject(text);
  const taken = reserved.find((field) => field in value);
  if (taken)
    throw new UsageError(
      `${option('extra_body')}: "${taken}" cannot be set here; it belongs to the benchmark or has an option of its own`,
    );
  return value;
}

function parseObject(text: string): RequestBody {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return {...value};
  } catch (cause) {
    throw new UsageError(
      `${option('extra_body')}: not JSON; expected an object such as {"top_k":1}`,
      {cause},
    );
  }
  throw new UsageError(`${option('extra_body')}: expected a JSON object such as {"top_k":1}`);
}
