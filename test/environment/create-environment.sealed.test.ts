import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {mkdtemp} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import type {EnvironmentContents} from '../../src/environment/contents.js';
import {createEnvironment} from '../../src/environment/create-environment.js';
import {manifestPath} from '../../src/environment/environment-manifest.js';
import type {EnvironmentProgress} from '../../src/environment/progress.js';
import {MissingRequirementError, UsageError} from '../../src/errors.js';

const makeWheel = fileURLToPath(new URL('make_wheel.py', import.meta.url));
let folder: string;
let wheels: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-environment-'));
  wheels = join(folder, 'wheels');
  mkdirSync(wheels);
  // A folder of wheels stands for the package index.
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', wheels);
  vi.stubEnv('PIP_CONFIG_FILE', '/dev/null');
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true, force: true});
});

async function pinnedWheel(name: string, source = ''): Promise<string> {
  const {stdout} = await execa('python3', [makeWheel, wheels, name, '1.0', source]);
  return `${name}==1.0 \\\n    --hash=sha256:${stdout}\n`;
}

function contents(lock: string, lockText: string, modules: string[]): EnvironmentContents {
  const lockPath = join(folder, lock);
  writeFileSync(lockPath, lockText);
  return {lockPath, buildTools: [], fromSource: [], modules};
}

describe('an environment', () => {
  let directory: string;
  let lockText: string;
  const twoDistributions = (modules = ['first', 'second']) =>
    contents('lock.txt', lockText, modules);
  const create = (given = twoDistributions()) => createEnvironment({directory, contents: given});
  const sitePackage = async (name: string) => {
    const {stdout} = await execa(join(directory, 'bin/python'), [
      '-c',
      'import sysconfig; print(sysconfig.get_path("purelib"))',
    ]);
    return join(stdout, name);
  };

  beforeAll(async () => {
    directory = join(folder, 'environment');
    const elsewhere = `windows-only==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:${'0'.repeat(64)}\n`;
    lockText =
      (await pinnedWheel('first')) +
      (await pinnedWheel('second', 'import first\n')) +
      (await pinnedWheel('deadly', 'import os\nos._exit(3)\n')) +
      elsewhere;
  });

  test('without the wheel of a distribution is not finished, and says which one is missing for which Python', async () => {
    rmSync(join(wheels, 'second-1.0-py3-none-any.whl'));
    const failure = create();
    await expect(failure).rejects.toThrow(MissingRequirementError);
    await expect(failure).rejects.toThrow(
      /^second==1\.0: the package index has no wheel of it for Python 3\.\d+ on linux/,
    );
    expect(existsSync(manifestPath(directory))).toBe(false);
  });

  test('that is stopped is not finished', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped by SIGINT');
    const onProgress = ({step}: EnvironmentProgress) => step === 'install' && stop.abort(reason);
    await expect(
      createEnvironment({directory, contents: twoDistributions(), signal: stop.signal, onProgress}),
    ).rejects.toBe(reason);
    expect(existsSync(manifestPath(directory))).toBe(false);
  });

  test('whose file is not the one the lock file names is not finished', async () => {
    await pinnedWheel('second', '# something else\n');
    await expect(create()).rejects.toThrow(
      /^second==1\.0: what the package index sent is not what the lock file names/,
    );
    expect(existsSync(manifestPath(directory))).toBe(false);
  });

  test('with a module that cannot be imported, or ends the process, is not finished', async () => {
    await pinnedWheel('second', 'import first\n');
    const modules = ['first', 'not_there', 'deadly', 'not_there_either', 'second'];
    await expect(create(twoDistributions(modules))).rejects.toThrow(
      /cannot import not_there \(ModuleNotFoundError: .*\), deadly \(the import ended the process \(exit code 3\)\), not_there_either \(Mod/,
    );
    expect(existsSync(manifestPath(directory))).toBe(false);
  });

  test('is finished by the same command, with progress, and records what was installed', async () => {
    const seen: EnvironmentProgress[] = [];
    const result = await createEnvironment({
      directory,
      contents: twoDistributions(),
      onProgress: (at) => seen.push(at),
    });
    expect(result).toMatchObject({made: true, python: join(directory, 'bin/python')});
    expect(JSON.parse(readFileSync(manifestPath(directory), 'utf8'))).toMatchObject({
      format_version: 1,
      distributions: {deadly: '1.0', first: '1.0', second: '1.0'},
      modules: ['first', 'second'],
    });
    expect(readFileSync(manifestPath(directory), 'utf8')).not.toContain(folder);
    expect(seen.at(0)).toMatchObject({step: 'create'});
    expect(seen.at(-1)).toMatchObject({
      step: 'check',
      done: 2,
      total: 2,
      current: 'second',
      secondsLeft: 0,
    });
  });

  test('that is finished is taken as it is', async () => {
    const before = statSync(await sitePackage('first.py')).ino;
    const again = await createEnvironment({
      directory: relative('.', directory),
      contents: twoDistributions(),
    });
    expect(again).toMatchObject({made: false, python: join(directory, 'bin/python')});
    expect(statSync(await sitePackage('first.py')).ino).toBe(before);
  });

  test('whose pip was killed half-way is mended, and only what was torn is installed again', async () => {
    // Killed between the first file and the record, which pip writes last; and a file cut short.
    rmSync(await sitePackage('second-1.0.dist-info/RECORD'));
    writeFileSync(await sitePackage('second.py'), 'imp');
    const before = statSync(await sitePackage('first.py')).ino;
    expect(await create()).toMatchObject({made: true});
    expect(readFileSync(await sitePackage('second.py'), 'utf8')).toBe('import first\n');
    expect(statSync(await sitePackage('first.py')).ino).toBe(before);
  });

  test('with a file cut short is mended', async () => {
    writeFileSync(await sitePackage('second.py'), 'imp');
    expect(await create()).toMatchObject({made: true});
    expect(readFileSync(await sitePackage('second.py'), 'utf8')).toBe('import first\n');
  });

  test('is left by pip when we are killed', async () => {
    // An index that never answers: pip waits for it for 15 s, several times.
    const index = createServer().listen(0, '127.0.0.1');
    await once(index, 'listening');
    const address = index.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const pip = new URL('../../src/environment/pip.ts', import.meta.url).pathname;
    const given = [
      {
        name: 'absent',
        version: '1.0',
        requirement: `absent==1.0 --hash=sha256:${'0'.repeat(64)}\n`,
      },
    ];
    const options = {
      python: join(directory, 'bin/python'),
      target: '',
      fromSource: [],
      overwrite: false,
    };
    const script = `import {pipInstall} from ${JSON.stringify(pip)}; pipInstall(${JSON.stringify(given)}, ${JSON.stringify(options)});`;
    const {PIP_NO_INDEX: _, PIP_FIND_LINKS: __, ...rest} = process.env;
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      {
        // By itself pip would not give up before the ten minutes are over.
        env: {
          ...rest,
          PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
          PIP_DEFAULT_TIMEOUT: '600',
        },
        stdio: 'ignore',
      },
    );
    const [connection]: Socket[] = await once(index, 'connection');
    const closed = new Promise((resolve) => connection?.resume().once('close', resolve));
    const killed = Date.now();
    child.kill('SIGKILL');
    await closed;
    expect(Date.now() - killed).toBeLessThan(60_000);
    index.close();
  });

  test('of another lock file is not mixed with this one', async () => {
    const other = contents('other.txt', await pinnedWheel('third'), ['third']);
    await expect(create(other)).rejects.toThrow(UsageError);
    await expect(create(other)).rejects.toThrow(
      /begun\.json: lock_sha256: this environment has .*, asked for now is .*; remove .*`createEnvironment.directory`$/,
    );
  });
});

test('a folder with something else in it is left alone', async () => {
  const directory = join(folder, 'documents');
  mkdirSync(directory);
  writeFileSync(join(directory, 'letter.txt'), 'dear');
  const given = contents('alone.txt', await pinnedWheel('alone'), ['alone']);
  await expect(createEnvironment({directory, contents: given})).rejects.toThrow(/not empty/);
  expect(existsSync(join(directory, 'bin'))).toBe(false);
});

test.each(['3.9.18', '3.13.0'])('Python %s is refused before anything is made', async (version) => {
  const python = join(folder, `python-${version}`);
  const answer = JSON.stringify({path: python, version, prefixes: ['/usr'], lacks: []});
  writeFileSync(python, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(python, 0o755);
  const directory = join(folder, `for-${version}`);
  await expect(createEnvironment({directory, python})).rejects.toThrow(MissingRequirementError);
  expect(existsSync(directory)).toBe(false);
});
