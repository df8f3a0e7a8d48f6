/**
 * One whole generate and one whole replay of its log over real BigCodeBench problems, over HTTP
 * against the simulated server:
 *
 *     CONVCODEBENCH_TEST_DATA=DIR npx tsx scripts/bench-generate.ts [--suite FILE] [--python PATH]
 *       [--limit N] [--scenarios A,B,C] [--out DIR]
 *
 * DIR holds bigcodebench.jsonl.gz. Server, generator and replayer are processes of their own;
 * problems whose libraries the Python lacks are left out. Prints time, CPU time, peak resident
 * memory (of the program, not of the Python processes that judge) and how many requests were saved.
 * The models are simulated: the scores say nothing.
 */
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {UsageError} from '../src/errors.js';
import {generateLog} from '../src/generate/generate-log.js';
import {type ScenarioId, scenarios} from '../src/problem/scenario.js';
import {replayLog} from '../src/replay/replay-log.js';
import type {SessionOptions} from '../src/session/options.js';
import type {RunOutcome} from '../src/session/session.js';

const {values: given} = parseArgs({
  options: {
    suite: {
      type: 'string',
      default: join(process.env.CONVCODEBENCH_TEST_DATA ?? '.', 'bigcodebench.jsonl.gz'),
    },
    python: {type: 'string', default: 'python3'},
    limit: {type: 'string'},
    scenarios: {type: 'string', default: 'CF_EF_FULL,CF_EF_UNIT_SNF,CF_EF_FULL_SEF'},
    concurrency: {type: 'string', default: '32'},
    out: {type: 'string'},
    step: {type: 'string'},
    'base-url': {type: 'string'},
  },
});

if (given.step === undefined)
  await bench(given.out ?? mkdtempSync(join(tmpdir(), 'bench-generate-')));
else await runStep(given.step, given.out ?? '.');

async function bench(out: string): Promise<void> {
  const [script = ''] = process.argv.slice(1);
  const node = (args: string[], stdout: 'pipe' | 'inherit') =>
    execa(process.execPath, [...process.execArgv, ...args], {
      stdin: 'ignore',
      stdout,
      stderr: 'inherit',
      buffer: false,
    });
  const server = node(
    [join(script, '../simulated-server.ts'), '--port', '0', '--suite', given.suite],
    'pipe',
  );
  try {
    const url = await firstLine(server);
    const args = ['suite', 'python', 'limit', 'scenarios', 'concurrency'] as const;
    const flags = args.flatMap((name) =>
      given[name] === undefined ? [] : [`--${name}`, given[name]],
    );
    for (const step of ['generate', 'replay', 'generate again', 'replay again'])
      await node([script, '--step', step, '--base-url', url, '--out', out, ...flags], 'inherit');
  } finally {
    server.kill();
    await server.catch(() => undefined);
    if (given.out === undefined) rmSync(out, {recursive: true, force: true});
  }
}

/** The server's first line is its address. */
async function firstLine({stdout}: {stdout: Readable | null}): Promise<string> {
  if (stdout === null) throw new Error('the server has no output');
  const [chunk] = await once(stdout, 'data');
  return String(chunk).split('\n')[0] ?? '';
}

/** `again` finds everything answered: what remains is reading and scoring. */
async function runStep(step: string, out: string): Promise<void> {
  const start = performance.now();
  const outcome = step.startsWith('generate')
    ? await generateLog({
        ...options('simulated:codellama-like', join(out, 'live')),
        suite: given.suite,
        critic: 'builtin',
      })
    : await replayLog({
        ...options('simulated:careful', join(out, 'static')),
        suite: given.suite,
        log: join(out, 'live/log'),
      });
  report(step, performance.now() - start, outcome);
}

function options(model: string, out: string): SessionOptions {
  return {
    model: {spec: model, baseUrl: given['base-url']},
    out,
    scenarios: given.scenarios.split(',').map(scenarioId),
    limit: given.limit === undefined ? undefined : Number(given.limit),
    concurrency: Number(given.concurrency),
    judge: {python: given.python, cacheDirectory: join(out, '../verdict-cache')},
    onNotice: (notice) => console.log(notice),
  };
}

function scenarioId(name: string): ScenarioId {
  const known = scenarios.find(({id}) => id === name);
  if (!known)
    throw new UsageError(
      `--scenarios: ${name} is none of ${scenarios.map(({id}) => id).join(', ')}`,
    );
  return known.id;
}

function report(step: string, ms: number, {manifest, jobsRun}: RunOutcome): void {
  const {totals, problems} = manifest;
  const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage();
  const answered = totals?.answered ?? 0;
  const requests = totals?.requests ?? 0;
  console.log(
    [
      `${step}: ${problems} problems, ${totals?.places} places, ${totals?.missing} missing`,
      `${answered} questions answered by ${requests} requests (${answered - requests} saved)`,
      `${jobsRun} jobs judged`,
      `${(ms / 1000).toFixed(1)} s`,
      `${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of CPU`,
      `${Math.round(maxRSS / 1024)} MiB at most`,
    ].join('; '),
  );
}
