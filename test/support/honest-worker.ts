import type {Candidate, Judgement} from '../../src/judging/judge.js';

const report = {tests: ['test_value'], failures: []};
export const passes: Judgement = {status: 'pass', report, trust: 'shared'};
export const fails: Judgement = {
  status: 'fail',
  report: {...report, failures: [{test: 'test_value', text: 'AssertionError'}]},
};

/**
 * The verdict on the small programs of a queue without a Python: a function that returns a number,
 * and a test that expects one. Anything else passes.
 */
export function honestVerdict({program, test}: Pick<Candidate, 'program' | 'test'>): Judgement {
  const returned = /return (\d+)/.exec(program)?.[1];
  const expected = /, (\d+)\)/.exec(test)?.[1];
  return expected === undefined || returned === expected ? passes : fails;
}
