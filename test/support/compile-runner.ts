import {execa} from 'execa';
import {RUNNER_DIRECTORY} from '../../src/judging/server/runner-files.js';

/** The runner of the checkout, before any test starts a judge. */
export default async function setup(): Promise<void> {
  await compileRunner(RUNNER_DIRECTORY);
}

/**
 * Keeps the bytecode of a runner beside it: some hundred judges start in a run of the tests, and
 * each would compile all of it twice, a quarter of what its start takes. Python holds what is kept
 * to the text of the file, so that whoever changes one judges by the change.
 */
export async function compileRunner(directory: string): Promise<void> {
  const compileAll = ['-m', 'compileall', '-q', '--invalidation-mode', 'checked-hash'];
  await execa('python3', ['-I', ...compileAll, directory]);
}
