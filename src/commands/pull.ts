import {
  type PullOptions,
  pullBigCodeBench,
  pullBigCodeBenchHard,
  pullConvCodeBench,
} from '../interchange/hub/pull.js';
import {type Context, createCommand, exitCode} from './command.js';
import {value} from './flags/flag.js';
import {text} from './flags/schemas.js';

const flags = {
  from: value(text.optional(), {
    group: 'Input',
    help: 'A file on this machine to take instead of a download',
    excludes: ['revision'],
  }),
  revision: value(text.optional(), {
    group: 'Input',
    help: 'Branch, tag or commit of the dataset',
    otherwise: 'main',
  }),
};

const epilogue =
  'HF_ENDPOINT names a mirror, CONVCODEBENCH_CACHE the folder that data are kept in.';

export const pullSuite = createCommand({
  flags,
  examples: [
    ['pull bigcodebench', 'the suite, 1,140 problems'],
    ['pull bigcodebench --from test.parquet', 'without a network'],
  ],
  epilogue,
  async run(given, context) {
    await pull('bigcodebench', pullBigCodeBench, given, context);
    return exitCode.done;
  },
});

export const pullHard = createCommand({
  flags,
  examples: [
    ['pull bigcodebench-hard', 'the suite BigCodeBench-Hard, 148 problems'],
    ['pull bigcodebench-hard --from hard.parquet', 'without a network'],
  ],
  epilogue,
  async run(given, context) {
    await pull('bigcodebench-hard', pullBigCodeBenchHard, given, context);
    return exitCode.done;
  },
});

export const pullLog = createCommand({
  flags,
  examples: [
    ['pull convcodebench', 'the published log'],
    ['pull convcodebench --from train.parquet', 'without a network'],
  ],
  epilogue,
  async run(given, context) {
    await pull('convcodebench', pullConvCodeBench, given, context);
    context.note('make a log of it with: convcodebench log import convcodebench --out DIR');
    return exitCode.done;
  },
});

async function pull(
  what: string,
  pullIt: typeof pullBigCodeBench,
  {from, revision}: {from?: string | undefined; revision?: string | undefined},
  context: Context,
): Promise<void> {
  const {path, sha256, bytes, state} = await pullIt({
    from,
    revision,
    signal: context.signal,
    onProgress: bytesOn(context),
  });
  context.print(`${what}: ${state}: ${path} (${megabytes(bytes)} MB, sha256 ${sha256})`);
}

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
