import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import {isolatedPython} from '../judging/server/isolated-python.js';

const listInstalled = `
import importlib.metadata, json, sys
found = importlib.metadata.distributions()
json.dump(sorted({f"{each.metadata['Name']}=={each.version}" for each in found}), sys.stdout)
`;

/**
 * The distributions that this Python has, sorted `name==version`: those over which the runner takes
 * the hash that names its environment.
 * @throws {MissingRequirementError} when the Python does not run.
 */
export async function installedDistributions(python: string): Promise<string[]> {
  const {file, options} = isolatedPython(python);
  const {failed, stdout, shortMessage} = await execa(file, ['-I', '-c', listInstalled], {
    ...options,
    reject: false,
    timeout: 60_000,
  });
  if (failed)
    throw new MissingRequirementError(
      `${python} does not run (${shortMessage}); name another with --python`,
    );
  return z.array(z.string()).parse(JSON.parse(stdout));
}
