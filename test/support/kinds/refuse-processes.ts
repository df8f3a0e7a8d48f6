import childProcess from 'node:child_process';
import {syncBuiltinESMExports} from 'node:module';
import {basename} from 'node:path';
import {types} from 'node:util';

/** Why tests of a kind may not start this command line; undefined if they may. */
export type Refusal = (command: readonly string[]) => string | undefined;

export const refuseInUnit: Refusal = (command) =>
  command[0] === process.execPath && !isOurCli(command)
    ? undefined
    : 'a unit test starts no process but Node; name the file *.sealed.test.ts or put it into test/end-to-end/';

export const refuseInSealed: Refusal = (command) =>
  isOurCli(command)
    ? 'a sealed test does not start the command line; put the file into test/end-to-end/'
    : undefined;

/**
 * From now on, whoever starts a process in this one, packages included, gets an error where
 * `refusal` gives a reason.
 */
export function refuseProcesses(refusal: Refusal): void {
  if (types.isProxy(childProcess.spawn)) return; // an earlier file of this process has done it
  for (const name of starters) {
    const guarded = new Proxy<(...args: never[]) => unknown>(childProcess[name], {
      apply(start, self, args: unknown[]) {
        const command = args.slice(0, 2).flat().filter(isString);
        const reason = refusal(command);
        if (reason !== undefined) throw new Error(`${command.join(' ')}: ${reason}`);
        return Reflect.apply(start, self, args);
      },
    });
    Object.assign(childProcess, {[name]: guarded});
  }
  syncBuiltinESMExports();
}

const starters = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync'] as const;

function isOurCli(command: readonly string[]): boolean {
  return command.some((word) => /^cli\.[jt]s$/.test(basename(word)));
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
