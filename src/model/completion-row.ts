import {z} from 'zod';
import type {Answer} from './model.js';

/**
 * Which step of DESIGN.md section 3 made a prompt fit: code points of execution feedback kept in
 * front and at the rear (null: all of it), old turns left out.
 */
export const promptCut = z.object({
  front: z.int().min(0).nullable(),
  rear: z.int().min(0).nullable(),
  dropped_turns: z.int().min(0),
});
export type PromptCut = z.infer<typeof promptCut>;

export const usage = z.object({prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0)});

/**
 * One line of `completions.jsonl` (DESIGN.md, section 5): the answer to the request of that hash.
 */
export const completionRow = z.strictObject({
  request: z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in lower-case hex'),
  text: z.string(),
  reasoning: z.string().nullable(),
  finish_reason: z.string(),
  usage: usage.nullable(),
  model: z.string(),
  cut: promptCut.nullable(),
});
export type CompletionRow = z.infer<typeof completionRow>;

/** Answers by request hash, of which only those that are asked for need to be in memory. */
export type StoredAnswers = {
  readonly size: number;
  keys(): Iterable<string>;
  has(request: string): boolean;
  get(request: string): CompletionRow | undefined;
};

/** The row for an answer, keys in the fixed order of the format. */
export function toCompletionRow(
  request: string,
  answer: Answer,
  cut: PromptCut | null,
): CompletionRow {
  const {text, reasoning, finish_reason, usage, model} = answer;
  return {request, text, reasoning, finish_reason, usage, model, cut};
}
