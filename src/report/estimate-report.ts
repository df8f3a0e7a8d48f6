import type {ReplayEstimate} from '../replay/estimate-replay.js';
import {percent} from './percent.js';
import type {ReportTable} from './table.js';

/** The plan of a replay beside the same benchmark live, a load a row. */
export function estimateTable({replay, live, saved, tokenizer}: ReplayEstimate): ReportTable {
  const loads = [
    {name: 'replay', ...replay},
    {name: 'live: model', ...live.model},
    {name: 'live: critic', ...live.critic},
    {name: 'live: total', ...live.total},
    {name: 'saved by the replay', ...saved},
  ];
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
