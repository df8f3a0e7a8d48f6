import {join} from 'node:path';
import {describe, expect, test, vi} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {tinyProblem, writeTinySuite} from '../support/tiny-suite.js';
import {runCommand} from './run-command.js';

const run = (...args: string[]) => runCommand(['doctor', ...args]);

describe('`doctor`', () => {
  test('says no, and what to do, without a Python', async () => {
    const {code, printed} = await run('--python', 'no-such-python');
    expect(code).toBe(1);
    expect(printed).toMatch(
      /^BAD {3}Python {2}Python "no-such-python": it does not start\. Install Python 3\.10/m,
    );
  });

  test('refuses to run the ground truth of nothing', async () => {
    await expect(run('--ground-truth')).rejects.toThrow(
      '--ground-truth: belongs to --suite; give that too',
    );
  });

  test('runs no ground truth without a Python', async () => {
    const suite = writeTinySuite(temporaryDirectory(), 1);
    const {code, printed} = await run(
      '--suite',
      suite,
      '--ground-truth',
      '--python',
      'no-such-python',
    );
    expect(code).toBe(1);
    expect(printed).not.toContain('Ground truth');
  });

  test('lists canonical solutions that fail with what they say, and says no', async () => {
    const directory = temporaryDirectory();
    vi.stubEnv('CONVCODEBENCH_CACHE', join(directory, 'cache'));
    const suite = writeTinySuite(directory, [
      tinyProblem(0),
      tinyProblem(1, {canonical_solution: ' return 3 * x'}),
    ]);
    const {code, printed} = await run('--suite', suite, '--ground-truth');
    expect(code).toBe(1);
    expect(printed).toContain('Ground truth of tiny: 1 of 2 canonical solutions pass');
    expect(printed).toContain(
      'Tiny/1: other (fail, fail, fail)\n    test_double: AssertionError: 6 != 4',
    );

    const again = await run('--suite', suite, '--ground-truth', '--json');
    expect(again.noted).toContain('this is the outcome kept for this suite and environment');
    const told: {ready: boolean; ground_truth: {problems: {cause: string | null}[]}} = JSON.parse(
      again.printed,
    );
    expect(told.ready).toBe(false);
    expect(told.ground_truth.problems.map(({cause}) => cause)).toEqual([null, 'other']);
    vi.unstubAllEnvs();
  });
});
