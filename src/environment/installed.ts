import {namesFrom} from './ask-python.js';

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
export function installedDistributions(python: string): Promise<string[]> {
  return namesFrom(python, listInstalled);
}
