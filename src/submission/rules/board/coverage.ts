import {counted} from '../../../options/counted.js';
import type {Fault} from '../../fault.js';
import type {Rule} from '../rule.js';

/** Scenarios, problems and verdicts are there as far as the board wants them. */
export const boardCoverage: Rule = {
  name: 'board-coverage',
  holds: 'scenarios, problems and verdicts are as complete as the board wants them',
  check({bundle: {run, rows}, suite}, board) {
    const absent = (board.scenarios ?? []).filter((id) => !run.scenarios.includes(id));
    const leftOut = suite.problems.length - new Set(rows.map(({task_id}) => task_id)).size;
    const missing = rows.filter(({status}) => status === 'missing').length;
    const faults: Fault[] = [];
    if (absent.length > 0)
      faults.push(fault('run.json: scenarios', `${absent.join(', ')}: not in the run`));
    if (leftOut > (board.left_out_at_most ?? Number.POSITIVE_INFINITY))
      faults.push(
        fault(
          'verdicts.jsonl',
          `${leftOut} of ${counted(suite.problems.length, 'problem')} ${leftOut === 1 ? 'is' : 'are'} left out, at most ${board.left_out_at_most} may be`,
        ),
      );
    if (missing > (board.missing_at_most ?? Number.POSITIVE_INFINITY))
      faults.push(
        fault(
          'verdicts.jsonl',
          `${counted(missing, 'place lacks', 'places lack')} a verdict, at most ${board.missing_at_most} may`,
        ),
      );
    return faults;
  },
};

function fault(where: string, problem: string): Fault {
  const remedy = 'go on with the run by the same command, with all scenarios and problems';
  return {rule: 'board-coverage', where, problem, remedy};
}
