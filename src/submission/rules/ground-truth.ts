import {sha256} from '../../files/canonical-hash.js';
import type {Fault} from '../fault.js';
import type {Rule} from './rule.js';

/** The list of canonical solutions that pass is the run’s own, and that of its suite. */
export const groundTruth: Rule = {
  name: 'ground-truth',
  holds: 'the ground truth is the one that the run names, and of its suite',
  check({bundle: {run, groundTruth: list, files}, suite}) {
    const told = run.ground_truth ?? null;
    if (told === null && list === null) return [];
    if (told === null) return [fault('run.json names none')];
    if (list === null) return [fault('run.json names one, and it is not there')];
    const bytes = files.get('ground-truth.json') ?? new Uint8Array();
    if (sha256(bytes) !== told.sha256) return [fault('sha256: not the one that run.json names')];
    if (list.suite_sha256 !== suite.hash) return [fault('suite_sha256: of another suite')];
    const tasks = list.problems.map(({task_id}) => task_id);
    if (tasks.join('\n') !== suite.problems.map(({task_id}) => task_id).join('\n'))
      return [fault('problems: not those of the suite, in its order')];
    const passes = list.problems.filter((problem) => problem.passes).length;
    return passes === told.passes && list.problems.length - passes === told.fails
      ? []
      : [fault(`passes: ${passes}, run.json says ${told.passes}`)];
  },
};

function fault(problem: string): Fault {
  const remedy = 'send the run as it was made; "judge RUN" writes both anew';
  return {rule: 'ground-truth', where: 'ground-truth.json', problem, remedy};
}
