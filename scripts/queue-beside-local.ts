/**
 * Workers on a queue beside the judge of one process, on the same programs:
 * `npx tsx scripts/queue-beside-local.ts --suite S --python PATH [--count 300]`.
 * Canonical solutions of a seeded sample of the suite's problems go through `execute`, once with a
 * judge of two jobs at once and once over a Redis to two workers of one job each. Says whether the
 * files of verdicts are equal, byte for byte, and how fast both were.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {executeSamples} from '../src/execute/execute-samples.js';
import {createJudge} from '../src/judging/create-judge.js';
import {loadSuite} from '../src/problem/suite.js';
import {drawWithoutReplacement, seededRandom} from '../src/score/seeded-random.js';

const {values} = parseArgs({
  options: {
    suite: {type: 'string', default: 'starter'},
    python: {type: 'string', default: 'python3'},
    count: {type: 'string', default: '300'},
    port: {type: 'string', default: '26379'},
  },
});
const folder = mkdtempSync(join(tmpdir(), 'queue-beside-local-'));
const at = (name: string) => join(folder, name);
const url = `redis://127.0.0.1:${values.port}`;
const children: ChildProcess[] = [];
const start = (command: string, args: string[], cache?: string) => {
  const env = {...process.env, ...(cache !== undefined && {CONVCODEBENCH_CACHE: cache})};
  children.push(spawn(command, args, {stdio: ['ignore', 'ignore', 'inherit'], env}));
};
try {
  const count = await writeSamples();
  await judgeHere(count);
  await judgeByQueue(count);
  const [here, queued] = ['here', 'queued'].map((name) => readFileSync(at(name), 'utf8'));
  console.log(here === queued ? 'equal, byte for byte' : 'DIFFERENT');
  if (here !== queued) tellDifferences(here ?? '', queued ?? '');
} finally {
  const ended = children.map((child) => once(child, 'exit'));
  // The workers first: they say good-bye to Redis.
  for (const child of children.toReversed()) child.kill('SIGTERM');
  await Promise.all(ended);
  rmSync(folder, {recursive: true, force: true});
}

async function writeSamples(): Promise<number> {
  const {problems} = await loadSuite(values.suite);
  const drawn = drawWithoutReplacement(problems.length, Number(values.count), seededRandom(300));
  const lines = Array.from(drawn, (i) => {
    const {task_id, complete_prompt = '', canonical_solution = ''} = problems[i] ?? {};
    return JSON.stringify({task_id, solution: complete_prompt + canonical_solution});
  });
  writeFileSync(at('samples.jsonl'), lines.join('\n'));
  return lines.length;
}

async function judgeHere(count: number): Promise<void> {
  const judge = await createJudge({python: values.python, workers: 2, distributions: true});
  await timed('one process, two jobs at once', count, () =>
    executeSamples({suite: values.suite, samples: at('samples.jsonl'), out: at('here'), judge}),
  );
  await judge.close();
}

async function judgeByQueue(count: number): Promise<void> {
  start('redis-server', ['--port', values.port, '--dir', folder, '--appendonly', 'yes']);
  await sleep(1_000);
  const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  const worker = [...process.execArgv, cli, 'worker', '--queue', url, '--suite', values.suite];
  for (const name of ['one', 'two'])
    start(
      process.execPath,
      [...worker, '--python', values.python, '--workers', '1', '--allow-unsafe'],
      at(name),
    );
  await timed('two workers on a queue, their start included', count, () =>
    executeSamples({
      suite: values.suite,
      samples: at('samples.jsonl'),
      out: at('queued'),
      judge: {queue: url, cacheDirectory: at('verdicts'), allowUnsafe: true},
      onNotice: (notice) => console.log(`  ${notice}`),
    }),
  );
}

async function timed(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  const before = process.cpuUsage();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const {user, system} = process.cpuUsage(before);
  console.log(
    `${name}: ${count} programs in ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(2)} a second; this process ${((user + system) / 1000 / count).toFixed(2)} ms CPU a program`,
  );
}

function tellDifferences(here: string, queued: string): void {
  const others = queued.split('\n');
  for (const [i, line] of here.split('\n').entries())
    if (line !== others[i]) console.log(`${line.slice(0, 300)}\n${others[i]?.slice(0, 300)}`);
}
