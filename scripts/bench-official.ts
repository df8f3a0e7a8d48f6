/**
 * Our judge beside BigCodeBench's own evaluator on the same jobs, Python, machine, number of
 * workers and time limit, in turns:
 *
 *   pip install --no-deps --target FOLDER bigcodebench
 *   npm run build
 *   npx tsx scripts/bench-official.ts --python ENV/bin/python --official FOLDER \
 *     --suite bigcodebench [--random 100] [--wrong] [--variants] [--rounds 3]
 *
 * `--random N`: N problems chosen with a seed, none that sleeps; `--wrong`: a seeded mutation of
 * each canonical solution instead of the solution; `--variants`: ours also in one process, with and
 * without an audit, and without preloaded libraries, to see what each costs. Prints wall and
 * CPU seconds (median and spread over rounds, start-up and seal included), CPU over the jobs' own
 * work as measured inside their processes, and every verdict that differs.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {execa} from 'execa';
import {z} from 'zod';
import {createJudge} from '../src/judging/create-judge.js';
import {exemplarOf, profilesOf} from '../src/judging/known-profiles.js';
import {canonicalProgram, type Problem, type Suite} from '../src/problem/problem.js';
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
    variants: {type: 'boolean', default: false},
    seed: {type: 'string', default: 'bench-official'},
  },
});

const resultSchema = z.object({id: z.string(), status: z.string()});
const spentSchema = z.object({wall: z.number(), cpu: z.number()});
const ownSchema = z.object({own: z.number()});

/** Ours in its variants, by what is told to the judge. */
const ours = {
  ours: {apart: true},
  'ours in one process': {},
  'ours in one process without an audit': {layers: {audit: false}},
  'ours without preload': {apart: true, preload: false},
};
type Side = keyof typeof ours | 'official';
const sides: Side[] = values.variants
  ? [
      'ours',
      'official',
      'ours in one process',
      'ours in one process without an audit',
      'ours without preload',
    ]
  : ['ours', 'official'];
type Spent = z.infer<typeof spentSchema> & {own?: number};

/** What a side said of each job, over the rounds. */
type Verdicts = Map<string, Set<string>>;

/**
 * Idle or endless for longer than the limit (measured), besides those whose text says that they
 * sleep.
 */
const slow = new Set(['17', '102', '195', '220', '461', '821', '1040', '1105']);

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-official-'));
  try {
    const jobs = join(folder, 'jobs.jsonl');
    const suite = await loadSuite(values.suite);
    const lines = await toLines(suite, chooseProblems(suite.problems));
    writeFileSync(jobs, lines.join(''));
    const spent = new Map(sides.map((side): [Side, Spent[]] => [side, []]));
    const verdicts = new Map(sides.map((side): [Side, Verdicts] => [side, new Map()]));
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const side of sidesOf(round)) {
        const results = join(folder, `${side.replaceAll(' ', '-')}-${round}.jsonl`);
        const took = await measure(side, jobs, results, folder);
        spent.get(side)?.push(took);
        for (const {id, status} of readResults(results))
          note(verdicts.get(side) ?? new Map(), id, status);
        console.error(`round ${round + 1}: ${side}: ${JSON.stringify(took)}`);
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
  return round % 2 === 0 ? sides : sides.toReversed();
}

function chooseProblems(problems: readonly Problem[]): Problem[] {
  if (values.random === undefined) return [...problems];
  const awake = problems.filter(
    ({task_id, test, ...problem}) =>
      !/\bsleep\b/.test(test + problem.canonical_solution) &&
      !slow.has(task_id.split('/').at(-1) ?? ''),
  );
  return shuffled(awake, values.seed).slice(0, Number(values.random));
}

/** Jobs, each with what its problem allows to cross, found beforehand: users' runs know it too. */
async function toLines(suite: Suite, problems: readonly Problem[]): Promise<string[]> {
  const {python, workers} = values;
  const judge = await createJudge({python, workers: Number(workers), distributions: true});
  const profiles = profilesOf(judge, suite);
  const jobs = problems.map(async (problem) => {
    const {task_id: id, test, entry_point: entryPoint} = problem;
    const code = codeOf(problem);
    if (code === undefined) return '';
    const timeLimitMs = Number(values['time-limit']) * 1000;
    const candidate = {prelude: '', program: code, test, entryPoint, timeLimitMs};
    const apart = await profiles.apart(candidate, exemplarOf(problem));
    if ('status' in apart) throw new Error(`${id}: ${apart.reason}`);
    const job = {id, code, test, entry_point: entryPoint, separation: apart.separation};
    return `${JSON.stringify(job)}\n`;
  });
  const lines = await Promise.all(jobs);
  await judge.close();
  return lines;
}

function codeOf(problem: Problem): string | undefined {
  if (!values.wrong) return canonicalProgram(problem);
  const [bug] = mutationsOf(problem);
  if (bug === undefined) return undefined;
  return problem.code_prompt + problem.canonical_solution.replace(bug.find, () => bug.replace);
}

/**
 * Wall and CPU seconds of a command and everything below it. It adopts orphans, since bubblewrap
 * does not wait for what it starts, and so their CPU time would be lost. The command's output goes
 * to a file: jobs of the official evaluator may outlive it and hold a pipe.
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
  const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const command =
    side === 'official'
      ? [python, script('official-evaluator.py'), official, jobs, results, workers, limit]
      : [
          process.execPath,
          script('our-evaluator.js'),
          python,
          jobs,
          results,
          workers,
          limit,
          JSON.stringify(ours[side]),
        ];
  const log = join(folder, 'said.txt');
  const result = await execa('python3', ['-c', stopwatch, log, ...command], {reject: false});
  const said = readFileSync(log, 'utf8');
  if (result.exitCode !== 0) throw new Error(`${side}: ${said.slice(-2000)}`);
  const spent = spentSchema.parse(JSON.parse(result.stdout));
  return side === 'official'
    ? spent
    : {...spent, ...ownSchema.parse(JSON.parse(said.trimEnd().split('\n').at(-1) ?? ''))};
}

function readResults(path: string): z.infer<typeof resultSchema>[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => resultSchema.parse(JSON.parse(line)));
}

function note(verdicts: Verdicts, id: string, status: string): void {
  verdicts.set(id, (verdicts.get(id) ?? new Set()).add(status));
}

function report(
  count: number,
  spent: ReadonlyMap<Side, Spent[]>,
  verdicts: ReadonlyMap<Side, Verdicts>,
): void {
  const all = (side: Side, field: keyof Spent) =>
    (spent.get(side) ?? []).flatMap((each) => each[field] ?? []);
  const median = (side: Side, field: keyof Spent) => middle(all(side, field));
  for (const side of sides) {
    const own = side === 'official' ? '' : `, own work ${spread(all(side, 'own'))} s`;
    const overOwn =
      side === 'official'
        ? ''
        : `, CPU ${(median(side, 'cpu') / median(side, 'own')).toFixed(2)} times it`;
    console.log(
      `${side}: ${count} jobs, wall ${spread(all(side, 'wall'))} s, CPU ${spread(all(side, 'cpu'))} s${own}${overOwn}, ${(count / median(side, 'wall')).toFixed(2)} jobs/s`,
    );
  }
  const ratio = (field: 'wall' | 'cpu') =>
    (median('official', field) / median('ours', field)).toFixed(2);
  console.log(`official / ours: wall ${ratio('wall')}, CPU ${ratio('cpu')}`);
  const said = (side: Side, id: string) =>
    [...(verdicts.get(side)?.get(id) ?? ['none'])].sort().join('|');
  const passes = (side: Side, id: string) => said(side, id).split('|').includes('pass');
  const ids = [...(verdicts.get('ours')?.keys() ?? [])];
  const passing = (side: Side) => ids.filter((id) => passes(side, id)).length;
  console.log(sides.map((side) => `${side} pass ${passing(side)}`).join(', '));
  for (const side of sides.slice(1)) {
    const differing = ids.filter((id) => passes('ours', id) !== passes(side, id));
    console.log(`ours and ${side} differ (pass or not) on ${differing.length}`);
    for (const id of differing)
      console.log(`  ${id}: ours ${said('ours', id)}, ${side} ${said(side, id)}`);
  }
}

function middle(found: readonly number[]): number {
  const sorted = [...found].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function spread(found: readonly number[]): string {
  return `${middle(found).toFixed(1)} (${Math.min(...found).toFixed(1)} to ${Math.max(...found).toFixed(1)})`;
}

await compare();
