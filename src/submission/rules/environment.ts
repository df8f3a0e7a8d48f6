import {isListingOf} from '../../run/environment.js';
import type {Fault} from '../fault.js';
import type {Rule} from './rule.js';

/** The listing is that of the environment whose hash the judge put into the run. */
export const environment: Rule = {
  name: 'environment',
  holds: 'what is listed as installed has the hash that the judge names',
  check({bundle: {run, environment: listing}}) {
    if (run.judge === null) return [fault('run.json', 'judge: null, nobody knows who judged')];
    if (listing.environment !== run.judge.environment)
      return [
        fault(
          'environment.json',
          `environment: ${listing.environment}, run.json says ${run.judge.environment}`,
        ),
      ];
    return isListingOf(listing)
      ? []
      : [fault('environment.json', `distributions: not those of ${listing.environment}`)];
  },
};

function fault(where: string, problem: string): Fault {
  const remedy = 'judge the run anew with "judge RUN", which lists what is installed';
  return {rule: 'environment', where, problem, remedy};
}
