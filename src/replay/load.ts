/** What some requests come to. Tokens are estimates unless the model's own tokenizer was used. */
export type Load = {
  /** Questions, equal ones counted each time. */
  questions: number;
  /** Distinct requests. */
  requests: number;
  prompt_tokens: number;
  /**
   * Of the prompt tokens, the share that the request before, about the same problem, begins with as
   * well.
   */
  shared_prefix_share: number;
  /** If every answer were as long as allowed. */
  completion_tokens_at_most: number;
  /** In the currency of the price; null without one. */
  cost_at_most: number | null;
};

/** What one load has more than another. */
export type Saving = Omit<Load, 'shared_prefix_share'>;

/** Two loads together; no cost where either has none. */
export function addLoads(a: Load, b: Load): Load {
  const promptTokens = a.prompt_tokens + b.prompt_tokens;
  const sharedTokens =
    a.shared_prefix_share * a.prompt_tokens + b.shared_prefix_share * b.prompt_tokens;
  return {
    questions: a.questions + b.questions,
    requests: a.requests + b.requests,
    prompt_tokens: promptTokens,
    shared_prefix_share: promptTokens === 0 ? 0 : sharedTokens / promptTokens,
    completion_tokens_at_most: a.completion_tokens_at_most + b.completion_tokens_at_most,
    cost_at_most:
      a.cost_at_most === null || b.cost_at_most === null ? null : a.cost_at_most + b.cost_at_most,
  };
}

/** What `less` saves where it takes the place of `more`. */
export function savingOf(more: Load, less: Load): Saving {
  return {
    questions: more.questions - less.questions,
    requests: more.requests - less.requests,
    prompt_tokens: more.prompt_tokens - less.prompt_tokens,
    completion_tokens_at_most: more.completion_tokens_at_most - less.completion_tokens_at_most,
    cost_at_most:
      more.cost_at_most === null || less.cost_at_most === null
        ? null
        : more.cost_at_most - less.cost_at_most,
  };
}
