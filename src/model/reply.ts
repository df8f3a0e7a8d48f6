import {z} from 'zod';
import {usage as usageSchema} from './completion-row.js';
import {describe, parseJson} from './error-body.js';
import type {Answer, Decoding} from './model.js';

/** What a reply with status 200 turned out to be. `refusal`: the model's own words where it declined, which are no answer text. */
export type Reply =
  | {kind: 'answer'; answer: Answer; refusal: string | null}
  | {kind: 'bad'; reason: string; raw: unknown};

const optionalText = z.string().nullish().catch(null);

// A wrong `usage` or `model` harms no answer; a missing text or finish_reason is a reply cut short.
const common = {model: optionalText, usage: usageSchema.nullable().catch(null)};
const chatReply = z.object({
  ...common,
  choices: z
    .array(
      z.object({
        finish_reason: z.string(),
        message: z.object({
          content: z.string().nullish(),
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
  choices: z.array(z.object({finish_reason: z.string(), text: z.string()})).min(1),
});

/**
 * Reads the body of a reply. `content: null` and a refusal are answers with an empty text (they hold no code); HTML, broken JSON, no
 * choices, no finish_reason or no content at all are bad replies.
 * @param asked names the model where the reply does not.
 */
export function parseReply(body: string, mode: Decoding['mode'], asked: string): Reply {
  const raw = parseJson(body);
  if (raw === undefined) return {kind: 'bad', reason: `not JSON but ${describe(body)}`, raw};
  return mode === 'chat' ? readChat(raw, asked) : readPlain(raw, asked);
}

function readChat(raw: unknown, asked: string): Reply {
  const parsed = chatReply.safeParse(raw);
  const choice = parsed.data?.choices[0];
  if (!parsed.data || !choice) return bad(raw, parsed.error);
  const {content, refusal, reasoning_content, reasoning} = choice.message;
  const thought = reasoning_content ?? reasoning ?? null;
  if (content === undefined && thought === null && !refusal)
    return {kind: 'bad', reason: 'choices.0.message.content: missing', raw};
  const answer = {
    text: wellFormed(content ?? ''),
    reasoning: thought === null ? null : wellFormed(thought),
    finish_reason: choice.finish_reason,
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
  const {text, finish_reason} = choice;
  const answer = {text: wellFormed(text), reasoning: null, finish_reason, usage, model: model ?? asked};
  return {kind: 'answer', answer, refusal: null};
}

function bad(raw: unknown, error: z.ZodError | undefined): Reply {
  const issue = error?.issues[0];
  return {kind: 'bad', reason: `${issue?.path.join('.') || 'reply'}: ${issue?.message ?? 'invalid'}`, raw};
}

/** JSON may spell lone surrogates, which no UTF-8 file holds and no RFC 8785 form has: they become U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
