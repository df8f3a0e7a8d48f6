import {join} from 'node:path';
import {execa} from 'execa';
import {sharedCache} from './cli.js';
import {packageCopy} from './package.js';

/**
 * Runs a block as a shell does, with the program of these sources behind `npx convcodebench` and
 * `convcodebench`; stops at the first command that fails. What it printed on stdout.
 * @param env variables besides those of this process.
 */
export async function runBlock(
  block: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = join(await packageCopy(), 'dist', 'cli.js');
  const ours = `convcodebench() { "${process.execPath}" "${program}" "$@"; }; npx() { "$@"; }`;
  const {exitCode, stdout, stderr} = await execa('bash', ['-ec', `${ours}\n${block}`], {
    cwd,
    reject: false,
    stdin: 'ignore',
    maxBuffer: 2 ** 26,
    env: {CONVCODEBENCH_CACHE: sharedCache(), NO_COLOR: '1', OPENAI_API_KEY: undefined, ...env},
  });
  if (exitCode !== 0) throw new Error(`exit ${exitCode} of\n${block}\n${stdout}\n${stderr}`);
  return stdout;
}
