import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {HarnessError, MissingRequirementError} from '../errors.js';
import {isolatedPython} from '../judging/server/isolated-python.js';
import type {LockedDistribution} from './lock-file.js';
import {explainPipFailure} from './pip-failure.js';
import {pipSettings} from './pip-settings.js';

export type PipInstallOptions = {
  /** The Python of the environment. */
  python: string;
  /** `Python 3.11 on linux x64`, for messages. */
  target: string;
  fromSource: readonly string[];
  /**
   * Overwrite what may be half installed. Off where a distribution that came with the environment
   * is to be replaced.
   */
  overwrite: boolean;
  signal?: AbortSignal | undefined;
};

/**
 * SIGTERM for pip when the thread that started it ends, however suddenly (PR_SET_PDEATHSIG of
 * prctl(2)), so that none is left writing where the next call goes on.
 */
const PIP_THAT_ENDS_WITH_US = `import ctypes, runpy
ctypes.CDLL(None).prctl(1, 15, 0, 0, 0)
runpy.run_module("pip", run_name="__main__", alter_sys=True)`;

/**
 * Installs exactly these distributions, hash-checked and without their dependencies (the lock file
 * names those itself). Index, mirror and certificates are those of the user's pip.
 * @throws {MissingRequirementError} that names the distribution and the remedy.
 */
export async function pipInstall(
  distributions: readonly LockedDistribution[],
  options: PipInstallOptions,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'convcodebench-pip-'));
  try {
    const requirements = join(folder, 'requirements.txt');
    writeFileSync(requirements, distributions.map(({requirement}) => requirement).join(''));
    const {file, options: isolated} = isolatedPython(options.python, pipSettings());
    const result = await execa(
      file,
      [
        ...[
          '-I',
          '-c',
          PIP_THAT_ENDS_WITH_US,
          'install',
          '--no-input',
          '--disable-pip-version-check',
          '--progress-bar',
          'off',
        ],
        ...['--require-hashes', '--no-deps', '--only-binary', ':all:'],
        // Built with the tools of the lock file: pip would fetch its own, unchecked. Old pips would
        // not leave a record of files.
        ...(options.fromSource.length > 0
          ? ['--no-binary', options.fromSource.join(','), '--no-build-isolation', '--use-pep517']
          : []),
        ...(options.overwrite ? ['--ignore-installed'] : []),
        ...['--requirement', requirements],
      ],
      {
        ...isolated,
        reject: false,
        all: true,
        stdin: 'ignore',
        ...(options.signal && {cancelSignal: options.signal}),
      },
    );
    options.signal?.throwIfAborted();
    if (result.failed)
      throw new MissingRequirementError(explainPipFailure(result.all, options.target), {
        cause: result,
      });
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/**
 * @throws {HarnessError} when installed distributions lack or contradict each other: then the lock
 * file is wrong.
 */
export async function pipCheck(python: string): Promise<void> {
  const {file, options} = isolatedPython(python);
  const {failed, all} = await execa(
    file,
    ['-I', '-m', 'pip', '--disable-pip-version-check', 'check'],
    {...options, reject: false, all: true, stdin: 'ignore'},
  );
  if (failed)
    throw new HarnessError(
      `the lock file does not fit together: ${all.trim().replaceAll('\n', '; ')}`,
    );
}
