import {percent} from './percent.js';
import type {ReportTable} from './table.js';

/** What some requests come to. Tokens are estimates unless the model's own tokenizer was used. */
export type Load = {
  /** Questions, equal ones counted each time. */
  questions: number;
  /** Distinct requests. */
  requests: number;
  prompt_tokens: number;
  /** Of the prompt tokens, the share that the request before, about the same problem, begins with as well. */
  shared_prefix_share: number;
  /** If every answer were as long as allowed. */
  completion_tokens_at_most: number;
  /** In the currency of the price; null without one. */
  cost_at_most: number | null;
};

/** What one load has more than another. */
export type Saving = Omit<Load, 'shared_prefix_share'>;

/** A row of the table. */
export type NamedLoad = (Load | Saving) & {name: string};

/** Two loads together; no cost where either has none. */
export function addLoads(a: Load, b: Load): Load {
  const promptTokens = a.prompt_tokens + b.prompt_tokens;
  const sharedTokens = a.shared_prefix_share * a.prompt_tokens + b.shared_prefix_share * b.prompt_tokens;
  return {
    questions: a.questions + b.questions,
    requests: a.requests + b.requests,
    prompt_tokens: promptTokens,
    shared_prefix_share: promptTokens === 0 ? 0 : sharedTokens / promptTokens,
    completion_tokens_at_most: a.completion_tokens_at_most + b.completion_tokens_at_most,
    cost_at_most: a.cost_at_most === null || b.cost_at_most === null ? null : a.cost_at_most + b.cost_at_most,
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
      more.cost_at_most === null || less.cost_at_most === null ? null : more.cost_at_most - less.cost_at_most,
  };
}

/** The plan of a replay beside the same benchmark live, a load a row. */
export function estimateTable(loads: readonly NamedLoad[], tokenizer: string): ReportTable {
  const count = (n: number) => n.toLocaleString('en-US');
  return {
    title: 'What would be asked (nothing was)',
    columns: [
      '',
      'questions',
      'distinct requests',
      'prompt tokens',
      'shared prefix, percent',
      'answer tokens, at most',
      'cost, at most',
    ],
    rows: loads.map((load) => [
      load.name,
      count(load.questions),
      count(load.requests),
      count(load.prompt_tokens),
      'shared_prefix_share' in load ? percent(load.shared_prefix_share) : '–',
      count(load.completion_tokens_at_most),
      load.cost_at_most === null ? '– (no price)' : load.cost_at_most.toFixed(2),
    ]),
    notes: [
      `Tokens counted with ${tokenizer}: an estimate for other models; what a chat template adds is left out.`,
      'Live: as long as the reference model’s own conversations were; its turns wait for each other and for the critic, a replay’s do not.',
    ],
  };
}
