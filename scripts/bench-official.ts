/**
 * Our judge beside BigCodeBench's own evaluator on the same jobs, Python, machine, number of workers and time limit, in turns:
 *
 *   pip install --no-deps --target FOLDER bigcodebench
 *   npx tsx scripts/bench-official.ts --python ENV/bin/python --official FOLDER --suite bigcodebench [--random 100] [--wrong] [--rounds 3]
 *
 * `--random N`: N problems chosen with a seed, none that sleeps; `--wrong`: a seeded mutation of each canonical solution instead of the solution.
 * Prints wall and CPU seconds (median and spread over rounds, start-up, seal and control runs included) and every verdict that differs.
 */
import {appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {z} from 'zod';
import {createJudge} from '../src/execution/create-judge.js';
import {canonicalProgram, type Problem} from '../src/problem/problem.js';
import {loadSuite} from '../src/problem/suite.js';
import {shuffled} from '../src/simulation/chance.js';
import {mutationsOf} from '../src/simulation/mutations.js';

const {values} = parseArgs({
  options: {
    python: {type: 'string', default: 'python3'},
    official: {type: 'string', default: ''},
    suite: {type: 'string', default: 'bigcodebench'},
    random: {type: 'string'},
    wrong: {type: 'boolean', default: false},
    rounds: {type: 'string', default: '3'},
    workers: {type: 'string', default: '2'},
    'time-limit': {type: 'string', default: '20'},
    ours: {type: 'string'},
    results: {type: 'string', default: ''},
  },
});

const jobSchema = z.object({id: z.string(), code: z.string(), test: z.string(), entry_point: z.string()});
const resultSchema = z.object({id: z.string(), status: z.string()});
const spentSchema = z.object({wall: z.number(), cpu: z.number()});

type Side = 'ours' | 'official';
type Spent = z.infer<typeof spentSchema>;

/** Idle or endless for longer than the limit (measured), besides those whose text says that they sleep. */
const slow = new Set(['17', '102', '195', '220', '461', '821', '1040', '1105']);

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-official-'));
  try {
    const jobs = join(folder, 'jobs.jsonl');
    const chosen = chooseProblems((await loadSuite(values.suite)).problems);
    writeFileSync(
      jobs,
      chosen
        .flatMap(toJob)
        .map((job) => `${JSON.stringify(job)}\n`)
        .join(''),
    );
    const spent: Record<Side, Spent[]> = {ours: [], official: []};
    const verdicts: Record<Side, Map<string, Set<string>>> = {ours: new Map(), official: new Map()};
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const side of sidesOf(round)) {
        const results = join(folder, `${side}-${round}.jsonl`);
        spent[side].push(await measure(side, jobs, results, folder));
        for (const {id, status} of readResults(results)) note(verdicts[side], id, status);
        console.error(`round ${round + 1}: ${side}: ${JSON.stringify(spent[side].at(-1))}`);
      }
    }
    const count = readFileSync(jobs, 'utf8').split('\n').length - 1;
    report(count, spent, verdicts);
  } finally {
    rmSync(folder, {recursive: true, force: true, maxRetries: 3});
  }
}

/** Who goes first changes from round to round. */
function sidesOf(round: number): Side[] {
  return round % 2 === 0 ? ['ours', 'official'] : ['official', 'ours'];
}

function chooseProblems(problems: readonly Problem[]): Problem[] {
  if (values.random === undefined) return [...problems];
  const awake = problems.filter(
    ({task_id, test, ...problem}) =>
      !/\bsleep\b/.test(test + problem.canonical_solution) && !slow.has(task_id.split('/').at(-1) ?? ''),
  );
  return shuffled(awake, 'bench-official').slice(0, Number(values.random));
}

function toJob(problem: Problem) {
  const {task_id: id, test, entry_point} = problem;
  if (!values.wrong) return [{id, code: canonicalProgram(problem), test, entry_point}];
  const [bug] = mutationsOf(problem);
  if (bug === undefined) return [];
  const wrong = problem.canonical_solution.replace(bug.find, () => bug.replace);
  return [{id, code: problem.code_prompt + wrong, test, entry_point}];
}

async function judgeOurs(jobs: string, results: string): Promise<void> {
  const judge = await createJudge({python: values.python, workers: Number(values.workers), distributions: true});
  const timeLimitMs = Number(values['time-limit']) * 1000;
  const all = readFileSync(jobs, 'utf8').trimEnd().split('\n');
  await Promise.all(
    all.map(async (line) => {
      const {id, code, test, entry_point: entryPoint} = jobSchema.parse(JSON.parse(line));
      const {status} = await judge.judge({code, test, entryPoint, timeLimitMs});
      appendFileSync(results, `${JSON.stringify({id, status})}\n`);
    }),
  );
  await judge.close();
}

/**
 * Wall and CPU seconds of a command and everything below it. It adopts orphans, since bubblewrap does not wait for what it starts, and so their CPU time would be
 * lost. The command's output goes to a file: jobs of the official evaluator may outlive it and hold a pipe.
 */
const stopwatch = `
import ctypes, json, os, resource, subprocess, sys, time
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
began = time.monotonic()
with open(sys.argv[1], "w") as said:
    code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=said, stderr=said).returncode
wall = time.monotonic() - began
for _ in range(100):
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        time.sleep(0.02)
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime}))
sys.exit(code)
`;

async function measure(side: Side, jobs: string, results: string, folder: string): Promise<Spent> {
  const {python, workers, official, 'time-limit': limit} = values;
  const here = fileURLToPath(import.meta.url);
  const ours = ['--import', 'tsx', here, '--ours', jobs, '--results', results, '--python', python];
  const command =
    side === 'ours'
      ? [process.execPath, ...ours, '--workers', workers, '--time-limit', limit]
      : [
          python,
          fileURLToPath(new URL('official-evaluator.py', import.meta.url)),
          official,
          jobs,
          results,
          workers,
          limit,
        ];
  const log = join(folder, 'said.txt');
  const result = await execa('python3', ['-c', stopwatch, log, ...command], {reject: false});
  if (result.exitCode !== 0) throw new Error(`${side}: ${readFileSync(log, 'utf8').slice(-2000)}`);
  return spentSchema.parse(JSON.parse(result.stdout));
}

function readResults(path: string): z.infer<typeof resultSchema>[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => resultSchema.parse(JSON.parse(line)));
}

function note(verdicts: Map<string, Set<string>>, id: string, status: string): void {
  verdicts.set(id, (verdicts.get(id) ?? new Set()).add(status));
}

function report(count: number, spent: Record<Side, Spent[]>, verdicts: Record<Side, Map<string, Set<string>>>): void {
  const median = (side: Side, field: keyof Spent) => middle(spent[side].map((each) => each[field]));
  for (const side of ['ours', 'official'] as const) {
    const wall = spread(spent[side].map((each) => each.wall));
    const cpu = spread(spent[side].map((each) => each.cpu));
    console.log(
      `${side}: ${count} jobs, wall ${wall} s, CPU ${cpu} s, ${(count / median(side, 'wall')).toFixed(2)} jobs/s`,
    );
  }
  const ratio = (field: keyof Spent) => (median('official', field) / median('ours', field)).toFixed(2);
  console.log(`official / ours: wall ${ratio('wall')}, CPU ${ratio('cpu')}`);
  const said = (side: Side, id: string) => [...(verdicts[side].get(id) ?? ['none'])].sort().join('|');
  const passes = (side: Side, id: string) => said(side, id).split('|').includes('pass');
  const differing = [...verdicts.ours.keys()].filter((id) => passes('ours', id) !== passes('official', id));
  const passing = (side: Side) => [...verdicts[side].keys()].filter((id) => passes(side, id)).length;
  console.log(
    `pass: ours ${passing('ours')}, official ${passing('official')}; they differ (pass or not) on ${differing.length}`,
  );
  for (const id of differing) console.log(`  ${id}: ours ${said('ours', id)}, official ${said('official', id)}`);
}

function middle(found: readonly number[]): number {
  const sorted = [...found].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function spread(found: readonly number[]): string {
  return `${middle(found).toFixed(1)} (${Math.min(...found).toFixed(1)} to ${Math.max(...found).toFixed(1)})`;
}

if (values.ours === undefined) await compare();
else await judgeOurs(values.ours, values.results);
