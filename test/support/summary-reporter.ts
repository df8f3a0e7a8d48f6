import type {Reporter, TestCase, TestModule, TestSuite} from 'vitest/node';

/**
 * Ends the output with a plain line `N passed, N failed` and, before it, a line
 * `skipped: N (reason)` per reason. The reason is the test's note, or what its title, or a title
 * around it, says in brackets behind "needs", "skipped without" or "skipped:"; a skip that gives
 * none counts as failed, unless `-t` named other tests.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = testModules.flatMap((module) => [...module.children.allTests()]);
    const broken = testModules.flatMap((module) => module.errors()).length + unhandledErrors.length;
    const skipped = new Map<string, number>();
    let [passed, failed] = [0, broken];
    for (const test of tests) {
      const reason = test.result().state === 'skipped' ? reasonOf(test) : undefined;
      if (test.result().state === 'passed') passed += 1;
      else if (reason === undefined) failed += 1;
      else skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    }
    for (const [reason, count] of skipped) console.log(`skipped: ${count} (${reason})`);
    console.log(`${passed} passed, ${failed} failed`);
    if (failed > 0) process.exitCode = 1;
  }
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  if (result.state === 'skipped' && result.note) return result.note;
  if (!isNamed(test)) return 'not named by -t';
  const missing = /\((?:needs|skipped without|skipped:) ([^)]+)\)/.exec(test.fullName)?.[1];
  return missing && `needs ${missing}`;
}

/** Whether a test is among those that `-t` names, which vitest matches with blanks in between. */
function isNamed(test: TestCase): boolean {
  const {testNamePattern} = test.project.config;
  return testNamePattern === undefined || testNamePattern.test(nameOf(test));
}

function nameOf({name, parent}: TestCase | TestSuite): string {
  return parent.type === 'module' ? name : `${nameOf(parent)} ${name}`;
}
