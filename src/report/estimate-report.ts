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

/** A column of the table. */
export type NamedLoad = Load & {name: string};

/** The plan of a replay beside the same benchmark live. */
export function estimateTable(loads: readonly NamedLoad[], tokenizer: string): ReportTable {
  const row = (name: string, cell: (load: NamedLoad) => string) => [name, ...loads.map(cell)];
  const count = (n: number) => n.toLocaleString('en-US');
  return {
    title: 'What would be asked (nothing was)',
    columns: ['', ...loads.map(({name}) => name)],
    rows: [
      row('questions', ({questions}) => count(questions)),
      row('distinct requests', ({requests}) => count(requests)),
      row('prompt tokens', ({prompt_tokens}) => count(prompt_tokens)),
      row('shared prefix, percent', ({shared_prefix_share}) => percent(shared_prefix_share)),
      row('answer tokens, at most', ({completion_tokens_at_most}) => count(completion_tokens_at_most)),
      row('cost, at most', ({cost_at_most}) => (cost_at_most === null ? '– (no price)' : cost_at_most.toFixed(2))),
    ],
    notes: [
      `Tokens counted with ${tokenizer}: an estimate for other models; what a chat template adds is left out.`,
      'Live: as long as the reference model’s own conversations were; its turns wait for each other and for the critic, a replay’s do not.',
    ],
  };
}
