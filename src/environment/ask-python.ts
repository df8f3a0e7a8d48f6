import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {isolatedPython} from '../judging/server/isolated-python.js';
import {option} from '../options/option-name.js';

/**
 * The list of names that a script prints as JSON, run by this Python alone, without what stands in
 * anybody's folder.
 * @param input what the script reads.
 * @throws {MissingRequirementError} when the Python does not run.
 */
export async function namesFrom(python: string, script: string, input = ''): Promise<string[]> {
  const {file, options} = isolatedPython(python);
  const {failed, stdout, shortMessage} = await execa(file, ['-I', '-c', script], {
    ...options,
    input,
    reject: false,
    timeout: 60_000,
  });
  if (failed)
    throw new MissingRequirementError(
      `${python} does not run (${shortMessage}); name another with ${option('python')}`,
    );
  return z.array(z.string()).parse(JSON.parse(stdout));
}
