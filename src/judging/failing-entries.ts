import type {Failure, Judgement} from './judge.js';

/** The name of the entry for what belongs to no single test. */
export const ALL = 'ALL';

/** The test that an entry belongs to: a failing subtest has one of its own, `test_two (i=1)`. */
export function testOf(entry: string): string {
  return entry.replace(/ .*$/s, '');
}

/**
 * The failing entries of a program that was judged: a program that does not compile has the one
 * entry `ALL`, the compiler's words.
 */
export function failingEntries(judgement: Exclude<Judgement, {status: 'missing'}>): Failure[] {
  return 'report' in judgement
    ? judgement.report.failures
    : [{test: ALL, text: judgement.compilationError}];
}
