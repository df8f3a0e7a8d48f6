import {ALL, testOf} from '../judging/failing-entries.js';
import type {Failure, TestReport} from '../judging/judge.js';
import {passedAllTestRuns} from '../log/log-line.js';
import type {ExecutionScope} from '../problem/scenario.js';
import type {KnownJudgement} from './compilation.js';
import {cutLongText} from './cut-text.js';

/** Partial scope: the first three test methods in source order. */
const testsInPartialScope = 3;

/**
 * What the tests say: the failing entries in scope, else the fixed words; null where the scenario
 * has no execution feedback, or the code does not compile and so was not executed. An entry is
 * `NAME\n<traceback>\n`, NAME in capitals; entries are joined by `\n` (DESIGN.md, section 3).
 */
export function executionFeedback(judgement: KnownJudgement, scope: ExecutionScope): string | null {
  if (scope === 'none' || 'compilationError' in judgement) return null;
  const failures = failuresInScope(judgement.report, scope);
  if (failures.length === 0) return passedAllTestRuns;
  return cutLongText(failures.map(({test, text}) => `${test.toUpperCase()}\n${text}\n`).join('\n'));
}

/**
 * Scope filters the report, it does not change what runs; a subtest is in scope where its test is,
 * and `ALL`, which belongs to no single test, always.
 */
function failuresInScope({tests, failures}: TestReport, scope: 'partial' | 'full'): Failure[] {
  if (scope === 'full') return failures;
  const inScope = new Set([...tests.slice(0, testsInPartialScope), ALL]);
  return failures.filter(({test}) => inScope.has(testOf(test)));
}
