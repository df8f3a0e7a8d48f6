import type {Message} from './model.js';

/** Counts the tokens of a text; `name` says with what, for the reader of an estimate. */
export type TokenCounter = {name: string; count(text: string): number};

/**
 * OpenAI's o200k_base, an estimate for other models, if the optional package gpt-tokenizer is
 * installed; else a token for every four characters. Loading takes about 130 ms and 100 MB: call it
 * only when counting.
 */
export async function loadTokenCounter(): Promise<TokenCounter> {
  const encoding = await import('gpt-tokenizer/encoding/o200k_base').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      return undefined;
    throw error;
  });
  if (!encoding) return fourCharacters;
  // A model's answer may hold <|endoftext|> and its kin: here they are text like any other.
  const asText = {disallowedSpecial: new Set<string>()};
  return {name: 'o200k_base', count: (text) => encoding.countTokens(text, asText)};
}

export const fourCharacters: TokenCounter = {
  name: 'characters / 4',
  count: (text) => Math.ceil(text.length / 4),
};

/**
 * A prompt of the plan, in the order of asking. Neighbours of equal `problem` may share a prefix.
 */
export type PlannedPrompt = {problem: string; messages: readonly Message[]; maxTokens: number};

export type PlanEstimate = {
  requests: number;
  promptTokens: number;
  /**
   * Of the prompt tokens, those that stand at the beginning of the neighbour before as well: what a
   * prefix cache need not read again.
   */
  sharedPrefixTokens: number;
  /** If every answer were as long as allowed. */
  completionTokensAtMost: number;
};

/**
 * Counts a plan. Tokens that a chat template adds are left out: they differ from model to model. A
 * shared prefix ends with a line. Lines are counted once and remembered: prompts about one problem
 * repeat most of theirs.
 */
export function estimatePlan(
  prompts: Iterable<PlannedPrompt>,
  counter: TokenCounter,
): PlanEstimate {
  const estimate = {requests: 0, promptTokens: 0, sharedPrefixTokens: 0, completionTokensAtMost: 0};
  const count = remember(counter);
  let previous: {problem: string; pieces: string[]} | undefined;
  for (const {problem, messages, maxTokens} of prompts) {
    const pieces = messages.flatMap(({role, content}) => [
      `${role}\n`,
      ...splitBetweenTokens(content),
      '\n',
    ]);
    const shared = previous?.problem === problem ? sharedLength(previous.pieces, pieces) : 0;
    estimate.requests += 1;
    estimate.completionTokensAtMost += maxTokens;
    for (const [index, piece] of pieces.entries()) {
      estimate.promptTokens += count(piece);
      if (index < shared) estimate.sharedPrefixTokens += count(piece);
    }
    previous = {problem, pieces};
  }
  return estimate;
}

/**
 * At the beginning of each line that is not blank: no token of the o200k_base pattern crosses it,
 * so the counts add up exactly.
 */
export function splitBetweenTokens(text: string): string[] {
  return text.split(/(?<=\n)(?=[^\S\r\n]*\S)/);
}

const rememberedPieces = 100_000;

function remember({count}: TokenCounter): (piece: string) => number {
  const known = new Map<string, number>();
  return (piece) => {
    const earlier = known.get(piece);
    if (earlier !== undefined) return earlier;
    if (known.size >= rememberedPieces) known.clear();
    const tokens = count(piece);
    known.set(piece, tokens);
    return tokens;
  };
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const differs = b.findIndex((piece, index) => piece !== a[index]);
  return differs === -1 ? b.length : differs;
}
