import {DEFAULT_LIMITS} from '../../../judging/limits.js';
import {firstOf} from '../../fault.js';
import type {Rule} from '../rule.js';

/** No job was given more than the board allows. */
export const boardLimits: Rule = {
  name: 'board-limits',
  holds: 'no job was given more time, memory or anything else than the board allows',
  check({bundle: {run, groundTruth}, suite}, {limits: allowed = {}}) {
    const most = (name: string) => new Map(Object.entries(allowed)).get(name) ?? usual(name);
    const asked = Object.entries(run.limits ?? {}).map(([name, value]) => ({
      where: `run.json: limits.${name}`,
      name,
      value,
    }));
    const calibrated = (groundTruth?.problems ?? []).map(({task_id, time_limit_ms}) => ({
      where: `ground-truth.json: ${task_id}: time_limit_ms`,
      name: 'timeLimitMs',
      value: time_limit_ms,
    }));
    const usual = (name: string) =>
      name === 'timeLimitMs' ? suite.timeLimitMs : usualLimits.get(name);
    const over = [...asked, ...calibrated].flatMap(({where, name, value}) => {
      const bound = most(name);
      if (bound !== undefined && value <= bound) return [];
      return [
        {where, problem: `${value}, the board allows ${bound ?? 'nothing of that name'}`, remedy},
      ];
    });
    return firstOf(over, 'board-limits');
  },
};

const usualLimits = new Map<string, number>(Object.entries(DEFAULT_LIMITS));
const remedy = 'judge the run anew with "judge RUN", without flags for limits';
