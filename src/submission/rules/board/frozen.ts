import type {Rule} from '../rule.js';

/** Suite, log and mode are those that the board is about. */
export const boardFrozen: Rule = {
  name: 'board-frozen',
  holds: 'suite, log and mode are those of the board',
  check({bundle: {run, mode}}, {suites, logs, modes}) {
    const log = run.log?.sha256 ?? null;
    const unlike: [field: string, is: string, isOther: boolean][] = [
      ['suite.sha256', run.suite.sha256, suites?.includes(run.suite.sha256) === false],
      ['log.sha256', String(log), log !== null && logs?.includes(log) === false],
      ['verb', run.verb, modes?.includes(mode) === false],
    ];
    return unlike
      .filter(([, , isOther]) => isOther)
      .map(([field, is]) => ({
        rule: 'board-frozen',
        where: `run.json: ${field}`,
        problem: `${is} is not among what the board takes`,
        remedy: 'make the run on the suite and the log that the board names',
      }));
  },
};
