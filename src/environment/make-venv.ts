import {existsSync} from 'node:fs';
import {execa} from 'execa';
import {MissingRequirementError} from '../errors.js';
import {isolatedPython} from '../judging/server/isolated-python.js';
import type {PythonRuntime} from '../judging/server/python-runtime.js';
import {option} from '../options/option-name.js';
import {environmentPython} from './environment-manifest.js';

const newestMinor = 12;

/**
 * @throws {MissingRequirementError} where the lock file has no wheels: outside Python 3.10 to 3.12
 * or Linux.
 */
export function requireSupported({path, version, minor}: PythonRuntime): void {
  if (process.platform !== 'linux') {
    throw new MissingRequirementError(
      `the lock file has wheels for Linux only, and this is ${process.platform}: run convcodebench in a Linux container, or make an environment of your own and name its Python with ${option('python')}`,
    );
  }
  if (Number(minor.split('.')[1]) > newestMinor) {
    throw new MissingRequirementError(
      `${path} is Python ${version}, and BigCodeBench's libraries have wheels for 3.10 to 3.12: name one of these with ${option('python')} (Debian 12: apt-get install python3.11-venv)`,
    );
  }
}

/**
 * Makes a virtual environment with pip in `directory`, unless there is one that works.
 * @throws {MissingRequirementError} when this Python has no venv or pip to put in.
 */
export async function makeVenv({path, minor}: PythonRuntime, directory: string): Promise<void> {
  if (await hasPip(environmentPython(directory))) return;
  const {file, options} = isolatedPython(path);
  const result = await execa(file, ['-I', '-m', 'venv', directory], {
    ...options,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  if (!result.failed && (await hasPip(environmentPython(directory)))) return;
  throw new MissingRequirementError(
    `Python ${minor} cannot make a virtual environment (${result.all.trim().split('\n')[0] ?? ''}): install its venv module (Debian: apt-get install python${minor}-venv), or name another Python with ${option('python')}`,
    {cause: result},
  );
}

async function hasPip(python: string): Promise<boolean> {
  if (!existsSync(python)) return false;
  const {file, options} = isolatedPython(python);
  const asked = {...options, reject: false, stdin: 'ignore'} as const;
  return !(await execa(file, ['-I', '-m', 'pip', '--version'], asked)).failed;
}
