import {z} from 'zod';
import {type PullOptions, pullBigCodeBench, pullConvCodeBench} from '../interchange/hub/pull.js';
import {type Command, type Context, exitCode} from './command.js';
import {fields, parseArguments} from './options.js';

const names = ['bigcodebench', 'convcodebench'] as const;

const schema = z.object({
  what: z.enum(names),
  from: fields.text.optional(),
  revision: fields.text.optional(),
});

export const pull: Command = {
  builder: (yargs) =>
    yargs
      .positional('what', {choices: names, describe: 'The suite, or the published log'})
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'A file on this machine to take instead of a download',
      })
      .option('revision', {
        type: 'string',
        requiresArg: true,
        describe: 'Branch, tag or commit of the dataset',
      })
      .example('$0 pull bigcodebench', '')
      .example('$0 pull convcodebench --from train.parquet', 'without a network')
      .epilogue(
        'HF_ENDPOINT names a mirror, CONVCODEBENCH_CACHE the folder that data are kept in.',
      ),
  async run(argv, context) {
    const {what, from, revision} = parseArguments(argv, schema);
    const pullIt = what === 'bigcodebench' ? pullBigCodeBench : pullConvCodeBench;
    const {path, sha256, bytes, state} = await pullIt({
      ...(from !== undefined && {from}),
      ...(revision !== undefined && {revision}),
      signal: context.signal,
      onProgress: bytesOn(context),
    });
    context.print(`${what}: ${state}: ${path} (${megabytes(bytes)} MB, sha256 ${sha256})`);
    if (what === 'convcodebench')
      context.note('make a log of it with: convcodebench log import convcodebench --out DIR');
    return exitCode.done;
  },
};

const everyMs = {interactive: 100, plain: 10_000};

/** A bar where people watch, else one every ten seconds. */
function bytesOn(context: Context): NonNullable<PullOptions['onProgress']> {
  let shown = Date.now();
  return ({bytes, total}) => {
    const last = bytes === total;
    if (!last && Date.now() - shown < (context.interactive ? everyMs.interactive : everyMs.plain))
      return;
    shown = Date.now();
    const line = `${megabytes(bytes)} of ${total === null ? '?' : megabytes(total)} MB`;
    if (!context.interactive) context.note(line);
    else context.rewrite(total === null ? line : `${bar(bytes / total)} ${line}`, last);
  };
}

const barWidth = 30;

/** @example bar(0.5) // => '[###############---------------]  50%' */
function bar(share: number): string {
  const done = Math.floor(share * barWidth);
  return `[${'#'.repeat(done)}${'-'.repeat(barWidth - done)}] ${`${Math.floor(share * 100)}`.padStart(3)}%`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
