import {DEFAULT_LIMITS} from '../../../judging/limits.js';
import {firstOf} from '../../fault.js';
import type {Rule} from '../rule.js';

/** No job was given more than the board allows. */
export const boardLimits: Rule = {
  name: 'board-limits',
  holds: 'no job was given more time, memory or anything else than the board allows',
  check({bundle: {run, groundTruth}, suite}, {limits: allowed = {}}) {
    const usual = Object.entries({...DEFAULT_LIMITS, timeLimitMs: suite.timeLimitMs});
    const bounds = new Map([...usual, ...Object.entries(allowed)]);
    const asked = Object.entries(run.limits ?? {});
    const all = new Map([...usual, ...asked]);
    // Each problem has its own then, unless one for all was asked for.
    if (groundTruth !== null && run.limits?.timeLimitMs === undefined) all.delete('timeLimitMs');
    const given = Array.from(all, ([name, value]) => ({
      where: `run.json: limits.${name}`,
      name,
      value,
    }));
    const calibrated = (groundTruth?.problems ?? []).map(({task_id, time_limit_ms}) => ({
      where: `ground-truth.json: ${task_id}: time_limit_ms`,
      name: 'timeLimitMs',
      value: time_limit_ms,
    }));
    const over = [...given, ...calibrated].flatMap(({where, name, value}) => {
      const bound = bounds.get(name);
      if (bound !== undefined && value <= bound) return [];
      return [
        {where, problem: `${value}, the board allows ${bound ?? 'nothing of that name'}`, remedy},
      ];
    });
    return firstOf(over, 'board-limits');
  },
};

const remedy = 'judge the run anew with "judge RUN", under limits that the board allows';
