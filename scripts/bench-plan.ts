/**
 * Plans a replay as large as the published benchmark: 57,000 requests, all different, over a log of
 * about 150 MB (1,140 problems, five scenarios, ten turns, none solved):
 *
 *     CONVCODEBENCH_TEST_DATA=DIR npx tsx scripts/bench-plan.ts [--limit PROBLEMS]
 *
 * DIR holds bigcodebench.jsonl.gz. The log is made up of the suite's solutions and long tracebacks.
 * The plan is made in a process of its own, which prints seconds (reading the log; planning, every
 * request hashed) and the peak of resident memory. To hold: 15 s and 300 MiB.
 */
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {chooseProblems} from '../src/problem/choose-problems.js';
import {publishedStaticScenarios} from '../src/problem/scenario.js';
import {loadSuite} from '../src/problem/suite.js';
import {prepareReplay} from '../src/replay/prepare-replay.js';
import {writeMadeUpLog} from './made-up-log.js';

const {values} = parseArgs({
  options: {
    suite: {
      type: 'string',
      default: join(process.env.CONVCODEBENCH_TEST_DATA ?? '.', 'bigcodebench.jsonl.gz'),
    },
    limit: {type: 'string'},
    log: {type: 'string'},
    'keep-log': {type: 'string'},
  },
});

if (values.log === undefined)
  await bench(values['keep-log'] ?? mkdtempSync(join(tmpdir(), 'bench-plan-')));
else await plan(values.log);

async function bench(directory: string): Promise<void> {
  try {
    const suite = await loadSuite(values.suite);
    const limit = values.limit === undefined ? null : Number(values.limit);
    writeMadeUpLog(directory, suite, chooseProblems(suite, {limit, tasks: null}));
    const bytes = publishedStaticScenarios.reduce(
      (sum, id) => sum + statSync(join(directory, `${id}.jsonl`)).size,
      0,
    );
    console.log(`log: ${(bytes / 1e6).toFixed(0)} MB`);
    const [script = ''] = process.argv.slice(1);
    const args = [...process.execArgv, script, '--log', directory, '--suite', values.suite];
    await execa(process.execPath, args, {stdio: 'inherit'});
  } finally {
    if (values['keep-log'] === undefined) rmSync(directory, {recursive: true, force: true});
  }
}

async function plan(log: string): Promise<void> {
  const start = performance.now();
  const {suite, plan} = await prepareReplay({
    log,
    suite: values.suite,
  });
  const read = performance.now();
  const places = plan(suite.problems);
  const planned = performance.now();
  const hashes = new Set(
    places.flatMap((place) => (place.kind === 'ask' ? [place.question.hash] : [])),
  );
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage();
  console.log(
    [
      `${places.length} places, ${hashes.size} distinct requests: ${seconds(start, planned)} s`,
      `(read ${seconds(start, read)}, planned and hashed ${seconds(read, planned)};`,
      `${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of CPU), ${Math.round(maxRSS / 1024)} MiB at most`,
    ].join(' '),
  );
}
