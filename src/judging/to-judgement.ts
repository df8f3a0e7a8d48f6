import type {Candidate, Judgement, TestReport} from './judge.js';
import type {JobResult} from './server/runner-message.js';

/**
 * A result of the runner in the words of the port. `lost` results have no place here: they are run
 * again.
 */
export function toJudgement(
  result: Exclude<JobResult, {lost: string}>,
  candidate: Candidate,
): Judgement {
  if ('compilation_error' in result)
    return {status: 'fail', compilationError: result.compilation_error};
  const report: TestReport = {
    tests: result.report.tests,
    failures: result.report.failures.map(([test, text]) => ({test, text})),
  };
  switch (result.status) {
    case 'timeout':
      return {status: 'timeout', limitMs: candidate.timeLimitMs, cpuMs: result.cpu_ms, report};
    case 'error':
      return {status: 'error', ended: result.ended, report};
    case 'pass':
      return candidate.separation === undefined
        ? {status: 'pass', report}
        : {status: 'pass', trust: result.trust, profile: result.used, report};
    case 'fail':
      return {status: 'fail', report};
  }
}
