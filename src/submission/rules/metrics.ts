import {UsageError} from '../../errors.js';
import type {Mode} from '../../run/mode.js';
import type {VerdictRow} from '../../run/verdict-row.js';
import type {Metrics} from '../../score/metrics.js';
import {scoreRun} from '../../score/score-run.js';
import {scoring} from '../../score/scoring.js';
import type {Fault} from '../fault.js';
import {firstDifference} from '../first-difference.js';
import {indented} from '../read-bundle.js';
import type {Rule} from './rule.js';

/** Every figure follows from the rows. */
export const metrics: Rule = {
  name: 'metrics',
  holds: 'every figure follows from the rows',
  check({bundle: {rows, mode, metrics: told, files}}) {
    const scored = tryScore(mode, rows);
    if (typeof scored === 'string') return [fault(scored)];
    const bytes = files.get('metrics.json') ?? new Uint8Array();
    if (Buffer.from(indented(scored)).equals(bytes)) return [];
    const {field, is, expected} = firstDifference(told, scored);
    const problem = `${field}: ${is}, the rows make it ${expected}`;
    return [fault(problem)];
  },
};

/** The figures, or why rows such as these have none. */
function tryScore(mode: Mode, rows: readonly VerdictRow[]): Metrics | string {
  try {
    return scoreRun({mode, rows, ...scoring});
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

function fault(problem: string): Fault {
  return {rule: 'metrics', where: 'metrics.json', problem, remedy};
}

const remedy = 'score the run anew: "judge RUN" writes metrics.json';
