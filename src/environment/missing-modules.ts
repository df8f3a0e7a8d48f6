import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../errors.js';
import type {Problem} from '../problem/problem.js';

const listMissing = `
import importlib.util, json, sys
def absent(name):
    try:
        return importlib.util.find_spec(name) is None
    except (ImportError, ValueError):
        return True
json.dump([name for name in json.load(sys.stdin) if absent(name)], sys.stdout)
`;

/**
 * Which of these top-level modules this Python cannot import.
 * @throws {MissingRequirementError} when the Python does not run.
 */
export async function missingModules(python: string, modules: readonly string[]): Promise<string[]> {
  const {failed, stdout, shortMessage} = await execa(python, ['-I', '-c', listMissing], {
    input: JSON.stringify(modules),
    reject: false,
    timeout: 60_000,
  });
  if (failed) throw new MissingRequirementError(`${python} does not run (${shortMessage}); name another with --python`);
  return z.array(z.string()).parse(JSON.parse(stdout));
}

/** The top-level modules that a problem's `libs` (a Python list as text) and the imports of its tests name. */
export function modulesNeeded({libs, test}: Problem): string[] {
  const listed = Array.from(libs.matchAll(/'([^']+)'|"([^"]+)"/g), ([, single, double]) => single ?? double ?? '');
  const imported = Array.from(test.matchAll(/^\s*(?:import|from)\s+([A-Za-z_]\w*)/gm), ([, name]) => name ?? '');
  return [...new Set([...listed, ...imported].map((name) => name.split('.')[0] ?? ''))]
    .filter((name) => name !== '')
    .sort();
}
