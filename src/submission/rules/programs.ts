import {answerToProgram} from '../../conversation/answer-to-program.js';
import {sha256} from '../../files/canonical-hash.js';
import {firstOf} from '../fault.js';
import {placeIn} from './questions.js';
import type {Rule} from './rule.js';

/** Every program is the one in its answer. */
export const programs: Rule = {
  name: 'programs',
  holds: 'every program, by its hash, is the one in its answer',
  check({bundle: {rows, answers}, problems}) {
    const wrong = rows.flatMap((row) => {
      const answer = row.request === null ? undefined : answers.get(row.request);
      const problem = problems.get(row.task_id);
      if (!answer || !problem) return [];
      const {program, found} = answerToProgram(answer.text, problem);
      const hash = sha256(program);
      const complaint =
        row.code_sha256 !== hash
          ? `code_sha256: ${row.code_sha256?.slice(0, 12)}…, the answer holds ${hash.slice(0, 12)}…`
          : row.found !== found
            ? `found: ${row.found}, the program is found by ${found}`
            : row.status === 'pass' && program === ''
              ? 'status: pass, but the answer holds no program'
              : null;
      return complaint === null ? [] : [{where: placeIn(row), problem: complaint, remedy}];
    });
    return firstOf(wrong, 'programs');
  },
};

const remedy = 'judge the answers anew with "judge RUN", with this version of the program';
