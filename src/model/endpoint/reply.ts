import {z} from 'zod';
import {usage as usageSchema} from '../completion-row.js';
import type {Answer, Decoding} from '../model.js';
import {describe, parseJson} from './error-body.js';
import type {Endpoint} from './failure.js';

/**
 * What a reply with status 200 turned out to be. `refusal`: the model's own words where it
 * declined, which are no answer text.
 */
export type Reply =
  | {kind: 'answer'; answer: Answer; refusal: string | null}
  | {kind: 'bad'; reason: string; raw: unknown};

const optionalText = z.string().nullish().catch(null);

// Some servers give an answer in parts; parts of other types than text hold no words of it.
const inParts = z
  .array(z.object({type: z.string(), text: optionalText}))
  .transform((parts) => parts.map(({type, text}) => (type === 'text' && text) || '').join(''));

// A wrong `usage` or `model` harms no answer; a missing text is a reply cut short, and so is one
// with neither text nor finish_reason.
const common = {model: optionalText, usage: usageSchema.nullable().catch(null)};
const chatReply = z.object({
  ...common,
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), inParts]).nullish(),
          refusal: optionalText,
          reasoning_content: optionalText,
          reasoning: optionalText,
        }),
      }),
    )
    .min(1),
});
const plainReply = z.object({
  ...common,
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        text: z.string(),
        reasoning_content: optionalText,
        reasoning: optionalText,
      }),
    )
    .min(1),
});

/**
 * Reads the body of a reply. `content: null` and a refusal are answers with an empty text (they
 * hold no code). A whole text without a finish_reason is an answer that ended for a reason
 * `unknown`. HTML, broken JSON, no choices, no content at all, and no finish_reason without a text
 * are bad replies.
 * @param endpoint `model` is the one asked, for a reply that names none.
 */
export function parseReply(
  body: string,
  mode: Decoding['mode'],
  {model, scrub}: Pick<Endpoint, 'model' | 'scrub'>,
): Reply {
  const raw = parseJson(body);
  if (raw === undefined) return {kind: 'bad', reason: `not JSON but ${describe(body, scrub)}`, raw};
  return mode === 'chat' ? readChat(raw, model) : readPlain(raw, model);
}

function readChat(raw: unknown, asked: string): Reply {
  const parsed = chatReply.safeParse(raw);
  const choice = parsed.data?.choices[0];
  if (!parsed.data || !choice) return bad(raw, parsed.error);
  const {content, refusal, reasoning_content, reasoning} = choice.message;
  const finish_reason = choice.finish_reason ?? (content ? unknown : null);
  if (finish_reason === null) return noFinishReason(raw);
  const thought = reasoning_content || reasoning || null;
  if (content === undefined && thought === null && !refusal)
    return {kind: 'bad', reason: 'choices.0.message.content: missing', raw};
  const answer = {
    text: wellFormed(content ?? ''),
    reasoning: thought === null ? null : wellFormed(thought),
    finish_reason,
    usage: parsed.data.usage,
    model: parsed.data.model ?? asked,
  };
  return {kind: 'answer', answer, refusal: refusal || null};
}

function readPlain(raw: unknown, asked: string): Reply {
  const parsed = plainReply.safeParse(raw);
  const choice = parsed.data?.choices[0];
  if (!parsed.data || !choice) return bad(raw, parsed.error);
  const {usage, model} = parsed.data;
  const {text, reasoning_content, reasoning} = choice;
  const finish_reason = choice.finish_reason ?? (text ? unknown : null);
  if (finish_reason === null) return noFinishReason(raw);
  const thought = reasoning_content || reasoning || null;
  const answer = {
    text: wellFormed(text),
    reasoning: thought === null ? null : wellFormed(thought),
    finish_reason,
    usage,
    model: model ?? asked,
  };
  return {kind: 'answer', answer, refusal: null};
}

/** The finish_reason of a server that gives none. */
const unknown = 'unknown';

function noFinishReason(raw: unknown): Reply {
  return {kind: 'bad', reason: 'choices.0.finish_reason: missing, and no text', raw};
}

function bad(raw: unknown, error: z.ZodError | undefined): Reply {
  const issue = error?.issues[0];
  return {
    kind: 'bad',
    reason: `${issue?.path.join('.') || 'reply'}: ${issue?.message ?? 'invalid'}`,
    raw,
  };
}

/**
 * JSON may spell lone surrogates, which no UTF-8 file holds and no RFC 8785 form has: they become
 * U+FFFD.
 */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
