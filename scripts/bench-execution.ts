/**
 * How fast candidates are judged on this machine:
 * `npx tsx scripts/bench-execution.ts [--python PATH] [--rounds N] [--workers N]`. Jobs are the
 * starter suite's canonical solutions and, as many, wrong ones, with their tests apart or in one
 * process (then a pass has an audit). Prints medians and spread over rounds, and
 * CPU time, which a busy machine changes less; ways are interleaved, since a machine is not equally
 * fast all the time.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {createJudge, type JudgeOptions} from '../src/judging/create-judge.js';
import type {Candidate, Judge} from '../src/judging/judge.js';
import {loadSuite} from '../src/problem/suite.js';

const {values} = parseArgs({
  options: {
    python: {type: 'string', default: 'python3'},
    rounds: {type: 'string', default: '5'},
    workers: {type: 'string', default: '2'},
    suite: {type: 'string', default: 'starter'},
    limit: {type: 'string', default: '1000000'},
  },
});
const rounds = Number(values.rounds);
const candidates = await loadCandidates();

const separation = {profile: null};
const settings: [string, JudgeOptions, Partial<Candidate>][] = [
  ['level 1, tests apart', {bestSeal: 1}, {separation}],
  ['level 1, one process', {bestSeal: 1}, {}],
  ['level 1, no audit', {bestSeal: 1, layers: {audit: false}}, {}],
  ['level 2, tests apart', {bestSeal: 2}, {separation}],
  ['level 4, one process', {bestSeal: 4}, {}],
];
const rates = new Map<string, number[]>(settings.map(([name]) => [name, []]));
const starts = new Map<string, number[]>(settings.map(([name]) => [name, []]));
const cpus = new Map<string, {own: number[]; total: number[]}>(
  settings.map(([name]) => [name, {own: [], total: []}]),
);
for (let round = 0; round < rounds; round++) {
  for (const [name, options, changes] of settings) {
    const began = performance.now();
    const cpu = cpus.get(name);
    const judge = await createJudge({
      python: values.python,
      workers: Number(values.workers),
      onJob: ({ownCpuMs, totalCpuMs}) => {
        cpu?.own.push(ownCpuMs);
        cpu?.total.push(totalCpuMs);
      },
      ...options,
    });
    starts.get(name)?.push(performance.now() - began);
    rates.get(name)?.push(await rateOf(judge, changes));
    await judge.close();
  }
}
for (const [name, found] of rates) {
  console.log(
    `${name}: ${spread(found)} judged answers/s; start-up with probe ${spread(starts.get(name) ?? [])} ms; CPU a job ${mean(cpus.get(name)?.total)} ms, ${mean(cpus.get(name)?.own)} of them its first run's own`,
  );
}
console.log(`cached verdict: ${(await cachedMs()).toFixed(3)} ms`);

async function loadCandidates(): Promise<Candidate[]> {
  const {problems, timeLimitMs} = await loadSuite(values.suite);
  return problems.slice(0, Number(values.limit)).flatMap((problem) => {
    const {test, entry_point: entryPoint} = problem;
    const right = problem.code_prompt + problem.canonical_solution;
    const wrong = `${right}\n\ndef ${entryPoint}(*arguments, **keywords):\n    return None\n`;
    return [right, wrong].map((program) => ({prelude: '', program, test, entryPoint, timeLimitMs}));
  });
}

async function rateOf(judge: Judge, changes: Partial<Candidate> = {}): Promise<number> {
  const began = performance.now();
  await Promise.all(candidates.map((candidate) => judge.judge({...candidate, ...changes})));
  return (candidates.length / (performance.now() - began)) * 1000;
}

async function cachedMs(): Promise<number> {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'bench-'));
  const judge = await createJudge({python: values.python, cacheDirectory});
  await rateOf(judge);
  const began = performance.now();
  for (const candidate of candidates) await judge.judge(candidate);
  const perVerdict = (performance.now() - began) / candidates.length;
  await judge.close();
  rmSync(cacheDirectory, {recursive: true});
  return perVerdict;
}

function mean(found: readonly number[] = []): string {
  return (found.reduce((sum, each) => sum + each, 0) / found.length).toFixed(1);
}

function spread(found: number[]): string {
  const sorted = [...found].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `${median.toFixed(1)} (${sorted[0]?.toFixed(1)} to ${sorted.at(-1)?.toFixed(1)})`;
}
