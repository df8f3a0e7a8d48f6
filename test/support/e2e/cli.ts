import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {inject} from 'vitest';
import {packageCopy} from './package.js';

export type CliOptions = {
  /** Further environment variables. */
  env?: Record<string, string>;
  /** Default: an empty folder nobody else uses. */
  cwd?: string;
};

export type CliResult = {
  exitCode: number | undefined;
  signal: string | undefined;
  stdout: string;
  stderr: string;
};

/** A process of the command line that runs. */
export type RunningCli = {
  pid: number;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  ended: Promise<CliResult>;
};

/** Runs `convcodebench ARGS…` as a process of its own and waits for its end. */
export async function cli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  return (await startCli(args, options)).ended;
}

/** The same, given back while it runs. */
export async function startCli(args: string[], {env, cwd}: CliOptions = {}): Promise<RunningCli> {
  const program = join(await packageCopy(), 'dist', 'cli.js');
  const child = execa(process.execPath, [program, ...args], {
    cwd: cwd ?? temporaryFolder(),
    env: environmentOf(env),
    reject: false,
    stdin: 'ignore',
    maxBuffer: 2 ** 26,
  });
  const {pid} = child;
  if (pid === undefined) throw new Error(`${process.execPath} does not start`);
  const ended = child.then(({exitCode, signal, stdout, stderr}) => ({
    exitCode,
    signal,
    stdout,
    stderr,
  }));
  return {pid, kill: (signal) => void child.kill(signal), ended};
}

/** What a command finds in its environment, beside what whoever runs the tests has there. */
export function environmentOf(
  env: Record<string, string> | undefined,
): Record<string, string | undefined> {
  return {...unset, CONVCODEBENCH_CACHE: sharedCache(), ...env};
}

/** What the environment of whoever runs the tests must not decide: colours, keys, proxies. */
const unset = Object.fromEntries(
  [
    'FORCE_COLOR',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'http_proxy',
    'https_proxy',
    'NODE_OPTIONS',
  ].map((name) => [name, undefined]),
);

/** One cache of verdicts for all end-to-end tests: what is tested here is not the judge. */
export function sharedCache(): string {
  return join(inject('endToEndFolder'), 'cache');
}

/** A new empty folder, gone with the shared one. */
export function temporaryFolder(): string {
  return mkdtempSync(join(inject('endToEndFolder'), 't-'));
}
