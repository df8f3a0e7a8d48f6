import type {Rule} from '../rule.js';

/** Where the run was judged, enough of the suite’s own solutions pass. */
export const boardGroundTruth: Rule = {
  name: 'board-ground-truth',
  holds: 'enough of the suite’s own solutions pass where the run was judged',
  check({bundle: {run}}, {ground_truth_passes_at_least: least}) {
    if (least === undefined) return [];
    const passes = run.ground_truth?.passes;
    if (passes !== undefined && passes >= least) return [];
    return [
      {
        rule: 'board-ground-truth',
        where: 'run.json: ground_truth',
        problem: `${passes === undefined ? 'nobody looked' : `${passes} pass`}, the board wants ${least}`,
        remedy: '"doctor --ground-truth" looks, and "judge RUN" takes it over',
      },
    ];
  },
};
