import type {CompletionRow} from '../../model/completion-row.js';
import type {Suite} from '../../problem/problem.js';
import {countTotals} from '../../run/totals.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import {firstDifference} from '../first-difference.js';
import type {Rule} from './rule.js';

/** What the run's manifest counts is what its rows and answers come to. */
export const totals: Rule = {
  name: 'totals',
  holds: 'what the run’s manifest counts is what its rows and answers come to',
  check({bundle: {run, rows, answers}, suite}) {
    const {totals: told} = run;
    if (told === null)
      return [{rule: 'totals', where: 'run.json', problem: 'the run is not finished', remedy}];
    const {critic} = told;
    const nobody = {completions: storedIn(answers), criticCompletions: storedIn(new Map())};
    const inseparable = sharedTasks(rows, suite).filter((task) =>
      told.passes?.inseparable.includes(task),
    );
    const counted = {
      ...countTotals(rows, nobody, told.left_out, inseparable),
      ...(critic && {critic}),
    };
    const scenarios = new Set(rows.map(({scenario}) => scenario));
    scenarios.delete('NONE');
    const expected = {
      scenarios: run.scenarios.filter((id) => scenarios.has(id)),
      problems: new Set(rows.map(({task_id}) => task_id)).size,
      model_served: [...new Set(Array.from(answers.values(), ({model}) => model))].sort(),
      totals: counted,
    };
    const {scenarios: named, problems, model_served} = run;
    const is = {scenarios: named, problems, model_served, totals: told};
    const {field, ...values} = firstDifference(is, expected);
    if (field === null && scenarios.size === named.length) return [];
    const problem = `${field}: ${values.is}, counted are ${values.expected}`;
    return [{rule: 'totals', where: 'run.json', problem, remedy}];
  },
};

const remedy = 'finish the run anew: give the command that began it again';

/**
 * The problems with a pass of one process, in the suite’s order. Which of them cannot be judged
 * otherwise takes execution: `verifySubmission` finds it out.
 */
function sharedTasks(rows: readonly VerdictRow[], {problems}: Suite): string[] {
  const shared = new Set(rows.filter(({trust}) => trust === 'shared').map(({task_id}) => task_id));
  return problems.map(({task_id}) => task_id).filter((task) => shared.has(task));
}

function storedIn(answers: ReadonlyMap<string, CompletionRow>) {
  return {
    size: answers.size,
    keys: () => answers.keys(),
    has: (request: string) => answers.has(request),
    get: (request: string) => answers.get(request),
  };
}
