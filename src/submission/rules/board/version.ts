import {compareVersions} from '../../board-rules.js';
import type {Rule} from '../rule.js';

/** The program that made the run is of a version that the board takes. */
export const boardVersion: Rule = {
  name: 'board-version',
  holds: 'the program that made the run is of a version that the board takes',
  check({bundle: {run}}, {program_version_at_least: least, program_version_at_most: most}) {
    const {program_version: version} = run;
    const isBefore = (a: string, b: string) => {
      const order = compareVersions(a, b);
      return order === null || order < 0;
    };
    const isOld = least !== undefined && isBefore(version, least);
    const isNew = most !== undefined && isBefore(most, version);
    if (!isOld && !isNew) return [];
    return [
      {
        rule: 'board-version',
        where: 'run.json: program_version',
        problem: `${version}, the board wants ${isOld ? `${least} or later` : `${most} or earlier`}`,
        remedy: 'judge the run anew with "judge RUN" of that version',
      },
    ];
  },
};
