import {z} from 'zod';
import {hasManyValues} from '../../files/bounds.js';
import {usage as usageSchema} from '../completion-row.js';
import type {Answer} from '../model.js';
import {describe, type ErrorBody, parseJson, readError} from './error-body.js';
import type {Endpoint} from './failure.js';
import {manyValues} from './read-reply.js';

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
const thoughts = {reasoning_content: optionalText, reasoning: optionalText};

// One choice was asked for, so the first is read; a hostile reply holds millions of them. A wrong
// `usage` or `model` harms no answer.
const reply = z.object({
  object: optionalText,
  model: optionalText,
  usage: usageSchema.nullable().catch(null),
  error: z.unknown().optional(),
  choices: z.custom<readonly unknown[]>(Array.isArray).catch([]),
});
const firstChoice = z.object({
  finish_reason: optionalText,
  message: z
    .object({content: z.unknown().optional(), refusal: optionalText, ...thoughts})
    .nullish(),
  text: z.unknown().optional(),
  error: z.unknown().optional(),
  ...thoughts,
});

type FirstChoice = z.infer<typeof firstChoice>;

/**
 * Reads the body of a reply, to a chat or a plain completion, whichever place its text has. No
 * content, `content: null` and a refusal are answers with an empty text (they hold no code). A
 * whole text without a finish_reason is an answer that ended for a reason `unknown`. An error
 * beside the choices or in one, and a finish_reason that says that the server broke off, make an
 * error of it, whatever text there is. HTML, broken JSON, no choices, and no finish_reason without
 * a text are bad replies; no choices beside a code of HTTP are that error.
 * @param endpoint `model` is the one asked, for a reply that names none.
 */
export function parseReply(body: string, endpoint: Pick<Endpoint, 'model' | 'scrub'>): Reply {
  const {scrub} = endpoint;
  const raw = parseJson(body);
  if (raw === undefined)
    return bad(hasManyValues(body) ? manyValues : `not JSON but ${describe(body, scrub)}`);
  const {data} = reply.safeParse(raw);
  if (data === undefined) return bad('reply: expected an object');
  const whole = data.object === 'error' ? raw : data.error;
  const {data: choice, error: issues} = firstChoice.safeParse(data.choices[0]);
  const error =
    readError(whole, scrub) ?? readError(choice?.error, scrub) ?? brokenOff(choice, scrub);
  if (error !== null) return {kind: 'error', status: statusOf(error), error};
  if (data.choices.length === 0) return withoutChoices(readError(raw, scrub));
  if (choice === undefined) return bad(wrongChoice(issues));
  return toAnswer(choice, {...data, model: data.model ?? endpoint.model});
}

/**
 * OpenRouter: error | vLLM, SGLang: abort | DeepSeek: insufficient_system_resource | Zhipu:
 * network_error.
 */
const brokenOffWords = /error|abort|cancel|interrupt|fail|insufficient|timed?_?out/i;

function brokenOff(choice: FirstChoice | undefined, scrub: Endpoint['scrub']): ErrorBody | null {
  const reason = choice?.finish_reason ?? '';
  if (!brokenOffWords.test(reason)) return null;
  return readError(`the server broke off (finish_reason ${reason})`, scrub);
}

function statusOf({code}: ErrorBody): number {
  const status = Number(code);
  return status >= 400 && status < 600 ? status : 200;
}

function withoutChoices(said: ErrorBody | null): Reply {
  if (said === null) return bad('no choices');
  const status = statusOf(said);
  return status === 200 ? bad(`no choices: ${said.message}`) : {kind: 'error', status, error: said};
}

function toAnswer(
  {message, finish_reason, ...choice}: FirstChoice,
  {usage, model}: Pick<Answer, 'usage' | 'model'>,
): Reply {
  const text = textIn(message?.content ?? choice.text);
  if (text === undefined) return bad('choices.0: its content is no text');
  const ended = finish_reason || (text ? 'unknown' : null);
  if (ended === null) return bad('choices.0.finish_reason: missing, and no text');
  const thought = thoughtOf(message) ?? thoughtOf(choice);
  const answer = {
    text: wellFormed(text),
    reasoning: thought === null ? null : wellFormed(thought),
    finish_reason: ended,
    usage,
    model,
  };
  return {kind: 'answer', answer, refusal: message?.refusal || null};
}

/** `''` where there is none; undefined where what stands there is none. Some give it in parts. */
function textIn(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOfPart).join('');
  const isNone = content === undefined || content === null;
  return isNone ? '' : typeof content === 'object' ? textOfPart(content) : undefined;
}

/** Thoughts, pictures and the like are no words of an answer. */
function textOfPart(part: unknown): string {
  if (typeof part === 'string') return part;
  if (typeof part !== 'object' || part === null || !('text' in part)) return '';
  const isThought = 'type' in part && /think|reason/i.test(String(part.type));
  return typeof part.text === 'string' && !isThought ? part.text : '';
}

type Thoughts = Pick<FirstChoice, keyof typeof thoughts>;

function thoughtOf(where: Thoughts | null | undefined): string | null {
  return where?.reasoning_content || where?.reasoning || null;
}

function bad(reason: string): Reply {
  return {kind: 'bad', reason};
}

function wrongChoice(error: z.ZodError | undefined): string {
  const issue = error?.issues[0];
  return `${['choices.0', ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'invalid'}`;
}

/**
 * JSON may spell lone surrogates, which no UTF-8 file holds and no RFC 8785 form has: they become
 * U+FFFD.
 */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
