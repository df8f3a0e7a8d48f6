/**
 * What a queue costs whoever has programs judged over it:
 * `npx tsx scripts/bench-queue.ts [--programs N] [--workers N] [--cores N] [--suite S] [--kept]`.
 * Starts a Redis of its own and workers that answer at once, each a process. Programs are canonical
 * solutions, each made another one by a comment. Prints programs a second, CPU of the producer a
 * program, and the most that Redis and the producer held. `--kept`: verdicts go to disk as well.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Redis} from 'ioredis';
import type {Candidate, Judge, Judgement} from '../src/judging/judge.js';
import {judgedAtOnce, judgeMany} from '../src/judging/judge-many.js';
import {DEFAULT_LIMITS} from '../src/judging/limits.js';
import {openQueueJudge} from '../src/judging/queue/queue-judge.js';
import {runQueueWorker} from '../src/judging/queue/queue-worker.js';
import {VERDICT_VERSION} from '../src/judging/verdict-version.js';
import {loadSuite} from '../src/problem/suite.js';

const {values} = parseArgs({
  options: {
    programs: {type: 'string', default: '20000'},
    workers: {type: 'string', default: '2'},
    cores: {type: 'string', default: '8'},
    suite: {type: 'string', default: 'starter'},
    kept: {type: 'boolean', default: false},
    worker: {type: 'string'},
  },
});
const suite = await loadSuite(values.suite);

if (values.worker === undefined) await measure();
else await work(values.worker);

/** What judges at once: the known programs as they are, all others pass. */
async function work(url: string): Promise<void> {
  const report = {tests: ['test_case_1', 'test_case_2', 'test_case_3'], failures: []};
  const text = 'Traceback (most recent call last):\n  File "__test__.py", in test_value\n';
  const failures = [{test: 'test_value', text}];
  const verdictOn = ({program, test}: Candidate): Judgement => {
    const [, returned] = /return (\d+)\n$/.exec(program) ?? [];
    const isFailing = /^def task_\d+/.test(program) && /, (\d+)\)/.exec(test)?.[1] !== returned;
    return isFailing
      ? {status: 'fail', report: {...report, failures}}
      : {status: 'pass', report, trust: 'separate', profile: ['call', 'return']};
  };
  const judge: Judge = {
    identity: {
      pythonMinor: '3.11',
      verdictVersion: VERDICT_VERSION,
      environment: 'none',
      sealLevel: 1,
    },
    judge: async (candidate) => verdictOn(candidate),
    jobsRun: () => 0,
    close: async () => {},
  };
  const tests = suite.problems.map(({test}) => test);
  const own = {hash: suite.hash, tests};
  const cores = Number(values.cores);
  await runQueueWorker({url, judge, cores, limits: DEFAULT_LIMITS, suite: own}, undefined);
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-queue-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const started: ChildProcess[] = [];
  const start = (command: string, args: string[]) =>
    started.push(spawn(command, args, {stdio: ['ignore', 'ignore', 'inherit']}));
  try {
    start('redis-server', ['--port', `${port}`, '--dir', folder, '--appendonly', 'yes']);
    await sleep(1_000);
    const own = [...process.execArgv, fileURLToPath(import.meta.url), '--worker', url];
    const more = ['--cores', values.cores, '--suite', values.suite];
    for (let i = 0; i < Number(values.workers); i += 1) start(process.execPath, [...own, ...more]);
    await produce(url, folder);
  } finally {
    const ended = started.map((child) => once(child, 'exit'));
    for (const child of started) child.kill('SIGKILL');
    await Promise.all(ended);
    rmSync(folder, {recursive: true, force: true});
  }
}

async function produce(url: string, folder: string): Promise<void> {
  const judge = await openQueueJudge({
    url,
    suiteHash: suite.hash,
    limits: DEFAULT_LIMITS,
    cacheDirectory: values.kept ? join(folder, 'verdicts') : undefined,
  });
  // All workers are to be there, and known.
  await sleep(5_000);
  const redis = new Redis(url);
  const total = Number(values.programs);
  const held = {redis: 0, producer: 0};
  const look = setInterval(async () => {
    const used = /^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1];
    held.redis = Math.max(held.redis, Number(used));
    held.producer = Math.max(held.producer, process.memoryUsage().rss);
  }, 100);
  const began = performance.now();
  const before = process.cpuUsage();
  const verdicts = {pass: 0, other: 0};
  await judgeMany<Candidate & {bytes: number}, Judgement>(
    {total, before: 0, first: candidates(total)},
    {
      has: () => false,
      add: ({status}) => {
        verdicts[status === 'pass' ? 'pass' : 'other'] += 1;
      },
    },
    {
      judge: (candidate) => judge.judge(candidate),
      isMissing: () => false,
      window: {
        get items() {
          return judgedAtOnce(judge);
        },
        bytes: 1,
      },
    },
  );
  const seconds = (performance.now() - began) / 1000;
  const {user, system} = process.cpuUsage(before);
  clearInterval(look);
  redis.disconnect();
  await judge.close();
  const cpuMs = (user + system) / 1000;
  const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
  console.log(
    `${total} programs in ${seconds.toFixed(1)} s: ${(total / seconds).toFixed(0)} a second; producer ${(cpuMs / total).toFixed(3)} ms CPU a program (${((total / cpuMs) * 1000).toFixed(0)} a second of CPU); most held: Redis ${mib(held.redis)}, producer ${mib(held.producer)}; ${verdicts.pass} passed, ${verdicts.other} not`,
  );
}

function* candidates(total: number): Generator<Candidate & {bytes: number}> {
  for (let i = 0; i < total; i += 1) {
    const problem = suite.problems[i % suite.problems.length];
    if (!problem) throw new Error('the suite has no problem');
    const {code_prompt, canonical_solution, test, entry_point: entryPoint} = problem;
    const program = `${code_prompt}${canonical_solution}\n# ${i}\n`;
    yield {prelude: '', program, test, entryPoint, timeLimitMs: 60_000, bytes: 0};
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
