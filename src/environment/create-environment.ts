import {existsSync, readdirSync, rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {MissingRequirementError, UsageError} from '../errors.js';
import {cacheDirectory} from '../files/cache-directory.js';
import {requireSameIdentity} from '../files/identity.js';
import {lockDirectory} from '../files/lock.js';
import {makeFolders} from '../files/make-directory.js';
import {writeJson} from '../files/write.js';
import {findPython, type PythonRuntime} from '../judging/server/python-runtime.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {abortSignal, callback, text, texts} from '../options/fields.js';
import {option} from '../options/option-name.js';
import {bigCodeBenchContents, type EnvironmentContents} from './contents.js';
import {
  type EnvironmentManifest,
  type EnvironmentOrigin,
  environmentFormatVersion,
  environmentPython,
  manifestPath,
  originPath,
  readEnvironmentManifest,
  readEnvironmentOrigin,
} from './environment-manifest.js';
import {installLocked} from './install-locked.js';
import {type LockedDistribution, readLockFile} from './lock-file.js';
import {makeVenv, requireSupported} from './make-venv.js';
import {pipCheck} from './pip.js';
import type {EnvironmentProgress} from './progress.js';
import {brokenImports, type Installed, listInstalled} from './verify-environment.js';

export type CreateEnvironmentOptions = {
  /**
   * Default: in the cache folder. Made if absent; an unfinished environment of the same lock file
   * and Python is finished; anything else in it is refused.
   */
  directory?: string | undefined;
  /** A Python 3.10 to 3.12 with venv and pip. Default `python3`. */
  python?: string | undefined;
  onProgress?: ((progress: EnvironmentProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** What to install. Default: what BigCodeBench's problems need. */
  contents?: EnvironmentContents | undefined;
};

const schema = optionsOf<CreateEnvironmentOptions>({
  directory: text.optional(),
  python: text.optional(),
  onProgress: callback<(progress: EnvironmentProgress) => void>().optional(),
  signal: abortSignal.optional(),
  contents: optionsOf<EnvironmentContents>({
    lockPath: text,
    buildTools: texts,
    fromSource: texts,
    modules: texts,
  }).optional(),
});

/** The environment's Python (an absolute path), what is in it, and whether it was there already. */
export type CreatedEnvironment = {
  directory: string;
  python: string;
  manifest: EnvironmentManifest;
  made: boolean;
};

/**
 * Makes a virtual environment with the libraries of BigCodeBench's problems from the lock file that
 * ships with the package, every file checked by hash. What was installed stays when it is stopped,
 * and the next call goes on from there; the manifest is written last, after every file was found
 * whole and every module was imported.
 * @throws {UsageError} when the directory holds something else; {MissingRequirementError} when the
 * Python, a wheel, the network or disk space is missing, or a module cannot be imported;
 * {HarnessError} when the lock file contradicts itself.
 */
export async function createEnvironment(
  options: CreateEnvironmentOptions = {},
): Promise<CreatedEnvironment> {
  checkOptions('createEnvironment', schema, options);
  const {contents = bigCodeBenchContents} = options;
  const directory = resolve(
    options.directory ?? join(cacheDirectory(), 'bigcodebench-environment'),
  );
  const base = await findPython(options.python);
  requireSupported(base);
  const lock = readLockFile(contents.lockPath);
  const origin = {
    format_version: environmentFormatVersion,
    lock_sha256: lock.sha256,
    python_minor: base.minor,
  } as const;
  refuseForeignFolder(directory);
  requireSameOrigin(directory, origin);
  makeFolders(directory);
  const release = lockDirectory(directory);
  try {
    const finished = await finishedEnvironment(directory);
    if (finished)
      return {directory, python: environmentPython(directory), manifest: finished, made: false};
    writeJson(originPath(directory), origin);
    const manifest = await makeEnvironment(base, origin, lock.distributions, {
      ...options,
      directory,
      contents,
    });
    writeJson(manifestPath(directory), manifest);
    return {directory, python: environmentPython(directory), manifest, made: true};
  } finally {
    release();
  }
}

function refuseForeignFolder(directory: string): void {
  if (!existsSync(directory) || existsSync(originPath(directory))) return;
  if (readdirSync(directory).some((name) => name !== '.lock'))
    throw new UsageError(
      `${directory}: not empty, and no environment that convcodebench made; name another ${option('createEnvironment.directory')}`,
    );
}

function requireSameOrigin(directory: string, now: EnvironmentOrigin): void {
  const before = readEnvironmentOrigin(directory);
  if (before === undefined) return;
  requireSameIdentity(originPath(directory), 'this environment has', {
    before,
    now,
    remedy: `remove ${directory}, or name another ${option('createEnvironment.directory')}`,
  });
}

/** The manifest, if the environment was finished and is whole still. */
async function finishedEnvironment(directory: string): Promise<EnvironmentManifest | undefined> {
  const manifest = readEnvironmentManifest(directory);
  if (manifest === undefined) return undefined;
  const installed = existsSync(environmentPython(directory))
    ? await listInstalled(environmentPython(directory))
    : [];
  const whole = new Set(installed.filter((distribution) => distribution.whole).map(pin));
  if (
    Object.entries(manifest.distributions).every(([name, version]) =>
      whole.has(pin({name, version})),
    )
  )
    return manifest;
  rmSync(manifestPath(directory));
  return undefined;
}

async function makeEnvironment(
  base: PythonRuntime,
  origin: EnvironmentOrigin,
  locked: readonly LockedDistribution[],
  {
    directory,
    contents,
    onProgress = () => {},
    signal,
  }: CreateEnvironmentOptions & {directory: string; contents: EnvironmentContents},
): Promise<EnvironmentManifest> {
  const python = environmentPython(directory);
  onProgress({step: 'create', done: 0, total: 1, current: directory, secondsLeft: null});
  await makeVenv(base, directory);
  const whole = new Set(
    (await listInstalled(python)).filter((distribution) => distribution.whole).map(pin),
  );
  const target = `Python ${base.minor} on ${process.platform} ${process.arch}`;
  await installLocked(
    locked.filter((distribution) => !whole.has(pin(distribution))),
    {python, target, contents, onProgress, signal},
  );
  const installed = await listInstalled(python);
  requireWhole(installed, locked, directory);
  await pipCheck(python);
  await requireImportable(python, contents.modules, onProgress, signal);
  return {
    ...origin,
    python: base.version,
    platform: `${process.platform} ${process.arch}`,
    distributions: Object.fromEntries(installed.map(({name, version}) => [name, version]).sort()),
    modules: [...contents.modules],
  };
}

/** What pip left out by itself (markers of other Pythons) is no loss; what it left half done is. */
function requireWhole(
  installed: readonly Installed[],
  locked: readonly LockedDistribution[],
  directory: string,
): void {
  const pins = new Set(locked.map(pin));
  const torn = installed
    .filter((distribution) => pins.has(pin(distribution)) && !distribution.whole)
    .map(pin);
  if (torn.length > 0) {
    throw new MissingRequirementError(
      `${directory}: files are missing of ${torn.join(', ')}; remove the directory and make it again`,
    );
  }
}

async function requireImportable(
  python: string,
  modules: readonly string[],
  onProgress: (progress: EnvironmentProgress) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const began = Date.now();
  const total = modules.length;
  onProgress({step: 'check', done: 0, total, current: '', secondsLeft: null});
  const broken = await brokenImports(
    python,
    modules,
    (done, current) => {
      const left = Math.ceil(((Date.now() - began) * (total - done)) / done / 1000);
      onProgress({step: 'check', done, total, current, secondsLeft: left});
    },
    signal,
  );
  if (broken.length === 0) return;
  const reasons = broken.map(({module, reason}) => `${module} (${reason})`).join(', ');
  throw new MissingRequirementError(
    `everything is installed, but Python cannot import ${reasons}; a library of the system may be missing. Run the same command again once it is there`,
  );
}

function pin({name, version}: {name: string; version: string}): string {
  return `${name}==${version}`;
}
