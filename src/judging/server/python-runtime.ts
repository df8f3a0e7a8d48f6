import {execa} from 'execa';
import {z} from 'zod';
import {MissingRequirementError} from '../../errors.js';
import {option} from '../../options/option-name.js';
import {isolatedPython} from './isolated-python.js';

/**
 * A Python that can judge: `path` of the real interpreter (no shim), `minor` as `3.11`, folders
 * that hold its libraries.
 */
export type PythonRuntime = {path: string; version: string; minor: string; prefixes: string[]};

const OLDEST_MINOR = 10;
/**
 * Of the standard library, and absent where Python was built without what they rest on: the runner
 * cannot do without.
 */
const NEEDED = ['_ctypes', '_socket', 'resource', 'select'];
const remedy = () =>
  `Install Python 3.10 or newer (Debian: apt-get install python3), or name one with ${option('python')} PATH.`;
const QUESTION = `import json, sys
lacks = []
for name in ${JSON.stringify(NEEDED)}:
    try:
        __import__(name)
    except ImportError:
        lacks.append(name)
places = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
version = "%d.%d.%d" % sys.version_info[:3]
print(json.dumps({"path": sys.executable, "version": version, "prefixes": sorted(places), "lacks": lacks}))`;

const answer = z.object({
  path: z.string().min(1),
  version: z.string(),
  prefixes: z.array(z.string()),
  lacks: z.array(z.string()),
});

/**
 * Asks the Python named by `command` (a path, or a name on PATH) who it is.
 * @throws {MissingRequirementError} when it does not start, is older than 3.10, or lacks modules of
 * the standard library that judging needs.
 */
export async function findPython(command = 'python3'): Promise<PythonRuntime> {
  const {file, options} = isolatedPython(command);
  const result = await execa(file, ['-I', '-c', QUESTION], {
    ...options,
    reject: false,
    stdin: 'ignore',
    timeout: 30_000,
  });
  if (result.exitCode !== 0) {
    const reason =
      result.exitCode === undefined
        ? 'it does not start'
        : `it ended with exit code ${result.exitCode}`;
    throw new MissingRequirementError(`Python "${command}": ${reason}. ${remedy()}`);
  }
  const {lacks, ...told} = parseAnswer(result.stdout, command);
  const [major = 0, minor = 0] = told.version.split('.').map(Number);
  if (major !== 3 || minor < OLDEST_MINOR) {
    throw new MissingRequirementError(
      `Python "${command}" is ${told.version}; 3.10 or newer is needed. ${remedy()}`,
    );
  }
  if (lacks.length > 0) {
    throw new MissingRequirementError(
      `Python "${command}" was built without ${lacks.join(', ')} of its standard library. Name another with ${option('python')} PATH, or build it anew once the headers are there (for _ctypes on Debian: apt-get install libffi-dev).`,
    );
  }
  return {...told, minor: `${major}.${minor}`};
}

function parseAnswer(text: string, command: string): z.infer<typeof answer> {
  try {
    return answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new MissingRequirementError(`"${command}" does not answer as Python does. ${remedy()}`, {
      cause,
    });
  }
}
