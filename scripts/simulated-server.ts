/**
 * Serves the simulated coders as an OpenAI-compatible endpoint on loopback:
 * `npm run simulated-server -- --port 8000 --suite starter`.
 */
import yargs from 'yargs';
import {hideBin} from 'yargs/helpers';
import {UsageError} from '../src/errors.js';
import {loadSuite} from '../src/problem/suite.js';
import {loadCatalogue} from '../src/simulation/catalogue.js';
import {startSimulatedServer} from '../src/simulation/http-server.js';
import {profiles} from '../src/simulation/profiles.js';

const options = await yargs(hideBin(process.argv))
  .usage(
    'npm run simulated-server -- [--port 8000] [--suite starter] [--answer-delay-ms 0] [--concurrency 256]',
  )
  .option('port', {
    type: 'number',
    default: 8000,
    describe: 'port on 127.0.0.1; 0 takes a free one',
  })
  .option('suite', {
    type: 'string',
    default: 'starter',
    describe: 'starter, bigcodebench, or a suite file',
  })
  .option('answer-delay-ms', {
    type: 'number',
    default: 0,
    describe: 'how long every answer takes at least',
  })
  .option('concurrency', {type: 'number', describe: 'questions answered at once; the others wait'})
  .strict()
  .parse();

try {
  await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function serve(): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, 65_535);
  const answerDelayMs = wholeNumber('--answer-delay-ms', options.answerDelayMs, 0, 3_600_000);
  const concurrency = wholeNumber('--concurrency', options.concurrency ?? 1_000_000, 1, 1_000_000);
  const suite = await loadSuite(options.suite);
  const catalogue = await loadCatalogue(suite);
  const server = await startSimulatedServer({suite, catalogue, port, answerDelayMs, concurrency});
  process.stdout.write(`${server.url}\n`);
  process.stderr.write(
    `All models here are SIMULATED: they edit known solutions of the suite ${suite.name}, their figures say nothing about any real model.\n` +
      `${profiles.map(({id, description}) => `  ${id}: ${description}`).join('\n')}\nCtrl-C ends the server.\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.close());
}

function wholeNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, got ${value}`);
}
