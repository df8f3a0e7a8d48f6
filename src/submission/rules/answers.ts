import {toJsonLine} from '../../files/jsonl.js';
import {firstOf} from '../fault.js';
import type {Rule} from './rule.js';

/** The answers are those that the rows name, each once, in the order of their hashes. */
export const answers: Rule = {
  name: 'answers',
  holds: 'every answer belongs to a row, and stands once',
  check({bundle}) {
    const named = new Set(bundle.rows.map(({request}) => request));
    const idle = [...bundle.answers.keys()].filter((request) => !named.has(request));
    const written = [...bundle.answers.keys()]
      .sort()
      .map((request) => toJsonLine(bundle.answers.get(request)))
      .join('');
    const isSorted = Buffer.from(written).equals(bundle.files.get('completions.jsonl') ?? none);
    return [
      ...firstOf(
        idle.map((request) => ({
          where: `completions.jsonl: ${request.slice(0, 12)}…`,
          problem: 'no row names this answer',
          remedy,
        })),
        'answers',
      ),
      ...(isSorted
        ? []
        : [
            {
              rule: 'answers',
              where: 'completions.jsonl',
              problem: 'an answer stands twice, or they are not in the order of their requests',
              remedy,
            },
          ]),
    ];
  },
};

const remedy = 'make the bundle anew with "submit prepare"';
const none = new Uint8Array();
