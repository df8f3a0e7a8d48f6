import {complaintOf} from '../../../src/commands/complaint.js';
import {runProgram} from '../../../src/commands/program.js';
import {forTerminal} from '../../../src/report/sanitise.js';
import {type CliOptions, type CliResult, environmentOf} from './cli.js';

let last: Promise<unknown> = Promise.resolve();

/**
 * What `cli` gives, without a process of its own: for tests of what the verbs do. A test of
 * streams, signals, the help or the compiled program takes `cli`. One command runs at a time, since
 * folder and environment are the process's own.
 */
export function inProcess(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = last.then(() => runHere(args, options));
  last = result;
  return result;
}

async function runHere(args: readonly string[], {env, cwd}: CliOptions): Promise<CliResult> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const putBack = enter(environmentOf(env), cwd);
  const context = {
    print: (text: string) => void stdout.push(forTerminal(text)),
    note: (text: string) => void stderr.push(forTerminal(text)),
    rewrite: (line: string) => void stderr.push(line),
    signal: new AbortController().signal,
    interactive: false,
    width: {fold: 100, wrap: Number.POSITIVE_INFINITY},
  };
  try {
    return resultOf(await runProgram(args, context));
  } catch (error) {
    const {code, text} = complaintOf(error);
    context.note(text);
    return resultOf(code);
  } finally {
    putBack();
  }

  function resultOf(exitCode: number): CliResult {
    const [printed, noted] = [stdout.join('\n'), stderr.join('\n')];
    return {exitCode, signal: undefined, stdout: printed, stderr: noted};
  }
}

/** Takes on an environment and a folder. @returns what leaves them again. */
function enter(env: Record<string, string | undefined>, cwd: string | undefined): () => void {
  const folder = process.cwd();
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  const set = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(env);
  if (cwd !== undefined) process.chdir(cwd);
  return () => {
    process.chdir(folder);
    set(before);
  };
}
