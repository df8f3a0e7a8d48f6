import {createEnvironment} from '../environment/create-environment.js';
import type {EnvironmentProgress} from '../environment/progress.js';
import {type Context, createCommand, exitCode} from './command.js';
import {value} from './flags/flag.js';
import {text} from './flags/schemas.js';

export const createEnv = createCommand({
  flags: {
    dir: value(text.optional(), {
      group: 'Result',
      help: 'Where to make it; the same command again goes on where it stopped',
      otherwise: 'bigcodebench-environment in the cache folder',
    }),
    python: value(text.optional(), {
      group: 'Input',
      help: 'A Python 3.10 to 3.12 with venv and pip',
      otherwise: 'python3',
    }),
  },
  examples: [
    ['env create', 'in the cache folder'],
    ['env create --dir ~/bigcodebench-environment --python python3.11', 'of this Python'],
  ],
  async run({dir, python}, context) {
    const created = await createEnvironment({
      directory: dir,
      python,
      onProgress: showOn(context),
      signal: context.signal,
    });
    const {manifest, made} = created;
    const count = Object.keys(manifest.distributions).length;
    context.print(
      `${dir ?? created.directory}: ${made ? 'made' : 'was there already'}, Python ${manifest.python}, ${count} distributions`,
    );
    context.print(`use it with --python ${created.python}`);
    return exitCode.done;
  },
});

const doing = {create: 'making', install: 'installing', check: 'importing'};

/** A line for each portion: portions take long, and each has a name. */
function showOn(context: Context): (progress: EnvironmentProgress) => void {
  return ({step, done, total, current, secondsLeft}) => {
    const left = secondsLeft === null ? '' : `, ${secondsLeft} s left`;
    const line = `${doing[step]} ${current} (${done} of ${total}${left})`;
    if (context.interactive) context.rewrite(line, done === total);
    else context.note(line);
  };
}
