import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {z} from 'zod';
import {HarnessError} from '../errors.js';
import {packagePath} from '../files/package-root.js';
import {isolatedPython} from '../judging/server/isolated-python.js';

const installedSchema = z.array(
  z.object({name: z.string(), version: z.string(), whole: z.boolean()}),
);
const importSchema = z.object({module: z.string(), error: z.string().nullable()});

export type Installed = z.infer<typeof installedSchema>[number];
export type BrokenImport = {module: string; reason: string};

/**
 * Distributions of this environment, and whether all their files are there. @throws {HarnessError}
 * when its Python cannot tell.
 */
export async function listInstalled(python: string): Promise<Installed[]> {
  const {file, options} = isolatedPython(python);
  const result = await execa(file, ['-I', '-c', script('list_installed')], {
    ...options,
    reject: false,
    stdin: 'ignore',
  });
  if (result.failed)
    throw new HarnessError(`${python} cannot list what it has: ${result.stderr}`, {cause: result});
  return installedSchema.parse(JSON.parse(result.stdout));
}

/**
 * Imports each module, several to a process, one process at a time, in a home folder of their own.
 * @returns those that cannot be imported; one whose import ends the process or takes over five
 * minutes is among them.
 */
export async function brokenImports(
  python: string,
  modules: readonly string[],
  onImported: (done: number, module: string) => void = () => {},
  signal?: AbortSignal,
): Promise<BrokenImport[]> {
  const broken: BrokenImport[] = [];
  const home = mkdtempSync(join(tmpdir(), 'convcodebench-imports-'));
  try {
    for (let at = 0; at < modules.length; ) {
      signal?.throwIfAborted();
      const portion = modules.slice(at, at + modulesPerProcess);
      const tried = await importPortion(python, portion, home);
      broken.push(
        ...tried.flatMap(({module, error}) => (error === null ? [] : [{module, reason: error}])),
      );
      at += tried.length;
      onImported(at, modules[at - 1] ?? '');
    }
  } finally {
    rmSync(home, {recursive: true, force: true});
  }
  return broken;
}

const modulesPerProcess = 8;
const importTimeoutMs = 300_000;

/**
 * What became of the first modules of `portion`: all of them, or up to the one that ended the
 * process.
 */
async function importPortion(
  python: string,
  portion: readonly string[],
  home: string,
): Promise<z.infer<typeof importSchema>[]> {
  const quiet = {HOME: home, MPLBACKEND: 'Agg', TF_CPP_MIN_LOG_LEVEL: '3'};
  const {file, options} = isolatedPython(python, quiet);
  const result = await execa(file, ['-I', '-c', script('check_imports')], {
    ...options,
    input: JSON.stringify(portion),
    reject: false,
    stderr: 'ignore',
    timeout: importTimeoutMs,
  });
  const tried = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => importSchema.parse(JSON.parse(line)));
  const next = portion[tried.length];
  if (next === undefined) return tried;
  return [
    ...tried,
    {
      module: next,
      error: `the import ended the process (${result.signal ?? `exit code ${result.exitCode}`})`,
    },
  ];
}

function script(name: string): string {
  return readFileSync(packagePath(`src/environment/python/${name}.py`), 'utf8');
}
