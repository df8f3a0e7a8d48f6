import type {LineStore} from '../conversation/generate.js';
import {noSyntaxErrors} from '../log/log-line.js';
import type {Problem} from '../problem/problem.js';
import type {Scenario} from '../problem/scenario.js';

/**
 * A sentence for each verbal scenario in which there was code to mend and the critic never spoke:
 * its conversations are those of the same scenario without words.
 */
export function silentCritic({
  problems,
  scenarios,
  log,
}: {
  problems: readonly Problem[];
  scenarios: readonly Scenario[];
  log: Pick<LineStore, 'lines'>;
}): string[] {
  return scenarios.flatMap(({id, verbal}) => {
    if (verbal === 'none') return [];
    const open = problems
      .flatMap(({task_id}) => log.lines(id, task_id))
      .filter(({previous_status}) => previous_status !== 'pass');
    if (open.length === 0 || open.some(({verbal_feedback}) => verbal_feedback !== null)) return [];
    const compiled = open.some(({compilation_feedback}) => compilation_feedback === noSyntaxErrors);
    const why = compiled
      ? 'nothing was wrong in its sight'
      : 'no program compiled, and then an expert is not asked';
    return [`${id}: the critic had nothing to say in all of ${open.length} turns: ${why}`];
  });
}
