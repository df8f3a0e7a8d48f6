import {join} from 'node:path';
import {z} from 'zod';
import {createEnvironment} from '../environment/create-environment.js';
import type {EnvironmentProgress} from '../environment/progress.js';
import {cacheDirectory} from '../files/cache-directory.js';
import {type Command, type Context, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const schema = z.object({
  action: z.enum(['create'], {error: 'unknown action; expected create'}),
  dir: fields.text.optional(),
  python: fields.text.optional(),
});

export const env: Command = {
  builder: (yargs) =>
    yargs
      .positional('action', {type: 'string', describe: 'create'})
      .option('dir', {
        type: 'string',
        requiresArg: true,
        describe:
          'Where to [default: bigcodebench-environment in the cache folder]; the same command again goes on',
      })
      .option('python', {
        type: 'string',
        requiresArg: true,
        describe: 'A Python 3.10 to 3.12 with venv and pip [default: python3]',
      })
      .example('$0 env create --dir ~/bigcodebench-environment', ''),
  async run(argv, context) {
    const {dir, python} = parseArguments(argv, schema);
    const directory = dir ?? join(cacheDirectory(), 'bigcodebench-environment');
    const created = await createEnvironment({
      directory,
      ...(python !== undefined && {python}),
      onProgress: showOn(context),
      signal: context.signal,
    });
    const {manifest, made} = created;
    const count = Object.keys(manifest.distributions).length;
    context.print(
      `${directory}: ${made ? 'made' : 'was there already'}, Python ${manifest.python}, ${count} distributions`,
    );
    context.print(`use it with --python ${created.python}`);
    return exitCode.done;
  },
};

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
