import {execa} from 'execa';
import {packagePath} from '../src/files/package-root.js';
import {RUNNER_DIRECTORY} from '../src/judging/server/runner-files.js';

/** The digest of the runner's code, without what cannot change a verdict (`runner-digest.py`). */
export async function runnerDigest(directory = RUNNER_DIRECTORY): Promise<string> {
  const script = packagePath('scripts/runner-digest.py');
  const {stdout} = await execa('python3', ['-I', script, directory]);
  return stdout;
}
