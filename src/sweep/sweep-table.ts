import {checkArgument} from '../options/check-options.js';
import {objectWith} from '../options/fields.js';
import type {ReportTable} from '../report/table.js';
import type {SweepEstimate} from './estimate-sweep.js';

const anEstimate = objectWith<SweepEstimate>('what estimateSweep gives', 'runs', 'total');

/** What a sweep would ask, a run a row, and all of it. */
export function sweepEstimateTable(estimate: SweepEstimate): ReportTable {
  checkArgument(['sweepEstimateTable', 'estimate'], anEstimate, estimate);
  const {runs, total} = estimate;
  const count = (n: number) => n.toLocaleString('en-US');
  const rows = [...runs, {name: 'in all', endpoint: '', ...total}];
  return {
    title: 'What the sweep would ask (nothing was)',
    columns: [
      'run',
      'endpoint',
      'distinct requests',
      'prompt tokens',
      'answer tokens, at most',
      'cost, at most',
      'hours',
    ],
    rows: rows.map(({name, endpoint, load, hours}) => [
      name,
      endpoint ?? 'here',
      count(load.requests),
      count(load.prompt_tokens),
      count(load.completion_tokens_at_most),
      load.cost_at_most === null ? '– (no price)' : load.cost_at_most.toFixed(2),
      hours === null ? '– (no speed)' : hours.toFixed(1),
    ]),
    notes: [
      'Whatever is done already is counted too. Endpoints work side by side: the hours in all are those of the slowest. An endpoint’s speed is its seconds_per_answer, concurrency and rpm; judging is left out.',
    ],
  };
}
