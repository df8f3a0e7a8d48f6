import type {Rule} from '../rule.js';

/** A board of real models has no simulated one. */
export const boardSimulated: Rule = {
  name: 'board-simulated',
  holds: 'simulated models stand on no board of real ones',
  check({bundle: {run}}, {simulated}) {
    if (!run.simulated || simulated) return [];
    const remedy = 'a board of simulated models has "simulated": true in its rules.json';
    const problem = `${run.model} is simulated, and the board is of real models`;
    return [{rule: 'board-simulated', where: 'run.json: simulated', problem, remedy}];
  },
};
