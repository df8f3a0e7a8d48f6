import {isSimulated} from '../../simulation/profiles.js';
import type {Fault} from '../fault.js';
import type {Rule} from './rule.js';

/** A simulated coder is called one, whatever name stands over it. */
export const simulated: Rule = {
  name: 'simulated',
  holds: 'a simulated model says that it is one',
  check({bundle: {run, answers}}) {
    const servedBy = [...answers.values()].find(({model}) => isSimulated(model));
    const signs: [sign: boolean, what: string][] = [
      [run.simulated, 'simulated: true'],
      [isSimulated(run.model), `model: ${run.model}`],
      [run.catalogue_sha256 !== null, 'catalogue_sha256: of a catalogue of bugs'],
      [servedBy !== undefined, `model_served: ${servedBy?.model}`],
    ];
    const seen = signs.filter(([sign]) => sign);
    const [first] = seen;
    if (first === undefined || (run.simulated && isSimulated(run.model))) return [];
    return [fault(`${first[1]}, but it is not called simulated everywhere`)];
  },
};

function fault(problem: string): Fault {
  const remedy = 'send it under its own name, with --simulated';
  return {rule: 'simulated', where: 'run.json', problem, remedy};
}
