import {z} from 'zod';
import {usage as usageSchema} from '../completion-row.js';
import type {Answer, Decoding} from '../model.js';
import {describe, type ErrorBody, parseJson, readError} from './error-body.js';
import type {Endpoint} from './failure.js';

/**
 * What a reply with status 200 turned out to be. `refusal`: the model's own words where it
 * declined, which are no answer text. `error`: what broke off on the way, with the status that the
 * error names, else 200.
 */
export type Reply =
  | {kind: 'answer'; answer: Answer; refusal: string | null}
  | {kind: 'error'; status: number; error: ErrorBody}
  | {kind: 'bad'; reason: string};

const optionalText = z.string().nullish().catch(null);

// Some servers give an answer in parts; parts of other types than text hold no words of it.
const inParts = z
  .array(z.object({type: z.string(), text: optionalText}))
  .transform((parts) => parts.map(({type, text}) => (type === 'text' && text) || '').join(''));

const content = z.union([z.string(), inParts]).nullish();

// A wrong `usage` or `model` harms no answer. A text that is not there is an empty one, if only the
// server says that it has finished.
const common = {model: optionalText, usage: usageSchema.nullable().catch(null)};
const thoughts = {reasoning_content: optionalText, reasoning: optionalText};
const message = z.object({content, refusal: optionalText, ...thoughts});
const chatReply = z.object({
  ...common,
  choices: z
    .array(z.object({finish_reason: z.string().nullish(), message: message.nullish()}))
    .min(1),
});
const plainReply = z.object({
  ...common,
  choices: z
    .array(z.object({finish_reason: z.string().nullish(), text: content, ...thoughts}))
    .min(1),
});

/**
 * Reads the body of a reply. No content, `content: null` and a refusal are answers with an empty
 * text (they hold no code). A whole text without a finish_reason is an answer that ended for a
 * reason `unknown`. An error beside the choices or in one, and a finish_reason that says that the
 * server broke off, make an error of it, whatever text there is. HTML, broken JSON, no choices, and
 * no finish_reason without a text are bad replies.
 * @param endpoint `model` is the one asked, for a reply that names none.
 */
export function parseReply(
  body: string,
  mode: Decoding['mode'],
  {model, scrub}: Pick<Endpoint, 'model' | 'scrub'>,
): Reply {
  const raw = parseJson(body);
  if (raw === undefined) return {kind: 'bad', reason: `not JSON but ${describe(body, scrub)}`};
  const error = errorIn(raw, scrub);
  if (error !== null) return {kind: 'error', status: statusOf(error), error};
  return mode === 'chat' ? readChat(raw, model) : readPlain(raw, model);
}

const carriesError = z.object({error: z.unknown()});
const carriesChoice = z.object({
  choices: z.tuple(
    [z.object({finish_reason: optionalText, error: z.unknown().optional()})],
    z.any(),
  ),
});
const errorObject = z.object({object: z.literal('error')});

/** What went wrong on the way, where a reply says so. */
function errorIn(raw: unknown, scrub: Endpoint['scrub']): ErrorBody | null {
  if (errorObject.safeParse(raw).success) return readError(raw, scrub);
  const beside = carriesError.safeParse(raw).data?.error;
  const choice = carriesChoice.safeParse(raw).data?.choices[0];
  const found = readError(beside, scrub) ?? readError(choice?.error, scrub);
  if (found !== null) return found;
  if (!brokenOff.test(choice?.finish_reason ?? '')) return null;
  const words = `the server broke off (finish_reason ${choice?.finish_reason})`;
  return readError(words, scrub);
}

/**
 * OpenRouter: error | vLLM, SGLang: abort | DeepSeek: insufficient_system_resource | Zhipu:
 * network_error.
 */
const brokenOff = /error|abort|cancel|interrupt|fail|insufficient|timed?_?out/i;

function statusOf({code}: ErrorBody): number {
  const status = Number(code);
  return status >= 400 && status < 600 ? status : 200;
}

function readChat(raw: unknown, asked: string): Reply {
  const {data, error} = chatReply.safeParse(raw);
  const choice = data?.choices[0];
  if (!data || !choice) return bad(error);
  const {message, finish_reason} = choice;
  const said = {...data, finish_reason, text: message?.content, asked};
  return toAnswer({...said, refusal: message?.refusal, thought: thoughtOf(message)});
}

function readPlain(raw: unknown, asked: string): Reply {
  const {data, error} = plainReply.safeParse(raw);
  const choice = data?.choices[0];
  if (!data || !choice) return bad(error);
  const {text, finish_reason} = choice;
  return toAnswer({...data, finish_reason, text, asked, refusal: null, thought: thoughtOf(choice)});
}

type Said = {
  text: string | null | undefined;
  finish_reason: string | null | undefined;
  refusal: string | null | undefined;
  thought: string | null;
  usage: Answer['usage'];
  model?: string | null | undefined;
  asked: string;
};

function toAnswer({text, refusal, thought, usage, model, asked, ...rest}: Said): Reply {
  const finish_reason = rest.finish_reason ?? (text ? 'unknown' : null);
  if (finish_reason === null)
    return {kind: 'bad', reason: 'choices.0.finish_reason: missing, and no text'};
  const answer = {
    text: wellFormed(text ?? ''),
    reasoning: thought === null ? null : wellFormed(thought),
    finish_reason,
    usage,
    model: model ?? asked,
  };
  return {kind: 'answer', answer, refusal: refusal || null};
}

type Thoughts = {
  reasoning_content?: string | null | undefined;
  reasoning?: string | null | undefined;
};

function thoughtOf(where: Thoughts | null | undefined): string | null {
  return where?.reasoning_content || where?.reasoning || null;
}

function bad(error: z.ZodError | undefined): Reply {
  const issue = error?.issues[0];
  return {
    kind: 'bad',
    reason: `${issue?.path.join('.') || 'reply'}: ${issue?.message ?? 'invalid'}`,
  };
}

/**
 * JSON may spell lone surrogates, which no UTF-8 file holds and no RFC 8785 form has: they become
 * U+FFFD.
 */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
