/**
 * Programs judged twice, with their tests apart and in one process, and where the two differ:
 *
 *   npx tsx scripts/study-apart.ts --of canonical|mutants|liars|FOLDER --rows FILE \
 *     [--suite bigcodebench] [--python ENV/bin/python] [--tasks 0,17] [--random N] \
 *     [--workers 2] [--time-limit SECONDS]
 *
 * `mutants`: a seeded edit of each canonical solution; `liars`: programs whose answers claim to
 * equal everything; a folder: programs by problem, `0.py` for `BigCodeBench/0`. `--random N`: N
 * problems chosen with a seed. `--rows` has a line for each program, and what it has is not judged
 * again. Prints counts, then every program whose verdicts or failing tests differ, every pass of
 * one process and why it was not judged apart; of liars, what they pass apart.
 */
import {appendFileSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {z} from 'zod';
import {readJsonl} from '../src/files/jsonl.js';
import {createJudge} from '../src/judging/create-judge.js';
import {failingEntries} from '../src/judging/failing-entries.js';
import type {Candidate, Judgement} from '../src/judging/judge.js';
import {exemplarOf, profilesOf} from '../src/judging/known-profiles.js';
import {judgeSettled} from '../src/judging/starved.js';
import {canonicalProgram, type Problem} from '../src/problem/problem.js';
import {loadSuite} from '../src/problem/suite.js';
import {shuffled} from '../src/simulation/chance.js';
import {mutationsOf} from '../src/simulation/mutations.js';

const {values} = parseArgs({
  options: {
    of: {type: 'string', default: 'canonical'},
    rows: {type: 'string', default: 'study-apart.jsonl'},
    suite: {type: 'string', default: 'bigcodebench'},
    python: {type: 'string', default: 'python3'},
    random: {type: 'string'},
    tasks: {type: 'string'},
    workers: {type: 'string', default: '2'},
    'time-limit': {type: 'string'},
    seed: {type: 'string', default: 'study-apart'},
  },
});

const outcomeSchema = z.object({
  status: z.string(),
  trust: z.string().optional(),
  failing: z.array(z.string()),
});
const rowSchema = z.object({
  id: z.string(),
  what: z.string(),
  separable: z.boolean(),
  apart: outcomeSchema,
  together: outcomeSchema.optional(),
  doubts: z.array(z.string()),
});
type Row = z.infer<typeof rowSchema>;
type Program = {problem: Problem; what: string; text: string};

const suite = await loadSuite(values.suite);
const timeLimitMs = Number(values['time-limit'] ?? suite.timeLimitMs / 1000) * 1000;
const doubtsOf = new Map<string, readonly string[]>();
const judge = await createJudge({
  python: values.python,
  workers: Number(values.workers),
  distributions: !suite.standardLibraryOnly,
  onJob: ({doubts}, {program, test}) => {
    if (doubts?.length) doubtsOf.set(program + test, doubts);
  },
});
const profiles = profilesOf(judge, {...suite, timeLimitMs});

async function study(): Promise<void> {
  const rows = new Map((await readRows()).map((row) => [`${row.id} ${row.what}`, row]));
  const waiting = programs().filter(({problem, what}) => !rows.has(`${problem.task_id} ${what}`));
  console.error(`${rows.size} judged, ${waiting.length} to judge`);
  await Promise.all(
    waiting.map(async (program) => {
      const row = await rowOf(program);
      if (row === undefined) return;
      rows.set(`${row.id} ${row.what}`, row);
      appendFileSync(values.rows, `${JSON.stringify(row)}\n`);
    }),
  );
  report([...rows.values()]);
}

async function readRows(): Promise<Row[]> {
  if (!existsSync(values.rows)) return [];
  const rows: Row[] = [];
  for await (const {value} of readJsonl(values.rows, rowSchema)) rows.push(value);
  return rows;
}

function programs(): Program[] {
  const named = values.tasks?.split(',');
  const asked = suite.problems.filter((problem) => named?.includes(numberOf(problem)) ?? true);
  const chosen =
    values.random === undefined
      ? asked
      : shuffled(asked, values.seed).slice(0, Number(values.random));
  switch (values.of) {
    case 'canonical':
      return chosen.map((problem) => ({problem, what: 'right', text: canonicalProgram(problem)}));
    case 'mutants':
      return chosen.flatMap(mutantOf);
    case 'liars':
      return chosen.flatMap((problem) =>
        Object.entries(liars(problem.entry_point)).map(([what, text]) => ({problem, what, text})),
      );
    default:
      return readdirSync(values.of).flatMap((name) => {
        const problem = chosen.find((each) => `${numberOf(each)}.py` === name);
        const text = () => readFileSync(join(values.of, name), 'utf8');
        return problem === undefined ? [] : [{problem, what: name, text: text()}];
      });
  }
}

function numberOf({task_id}: Problem): string {
  return task_id.split('/').at(-1) ?? '';
}

function mutantOf(problem: Problem): Program[] {
  const [bug] = mutationsOf(problem);
  if (bug === undefined) return [];
  const wrong = problem.canonical_solution.replace(bug.find, () => bug.replace);
  return [{problem, what: bug.name, text: problem.code_prompt + wrong}];
}

/** Programs that would pass tests which leave a comparison to them. */
function liars(entryPoint: string): {[what: string]: string} {
  const answering = (value: string) => `def ${entryPoint}(*a, **k):\n    return ${value}\n`;
  return {
    True: answering('True'),
    zero: answering('0'),
    itself: `${LIAR}\n${answering('Liar()')}`,
    'itself, by the protocol': `${LIAR_OF_PROTOCOL}\n${answering('None')}`,
  };
}

const LIAR = `
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __eq__
    def __bool__(self): return True
    def __hash__(self): return 0
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __abs__(self): return 0
    def __float__(self): return 0.0
    def __int__(self): return 0
    __index__ = __int__
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __truediv__ = __sub__
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __getitem__(self, key): return self
    def __enter__(self): return self
    def __exit__(self, *a): return False
    def __str__(self): return ''
`;

/** It finds its end of the wire and answers each question with a reference of any class claimed. */
const LIAR_OF_PROTOCOL = `
import gc
END = next(o for o in gc.get_objects() if type(o).__name__ == 'ProgramEnd')
SPECIAL = ['__call__', '__len__', '__getitem__', '__iter__', '__next__', '__enter__', '__exit__',
    '__float__', '__int__', '__index__', '__bool__', '__fspath__', '__eq__', '__ne__', '__lt__',
    '__gt__', '__le__', '__ge__', '__sub__', '__rsub__', '__abs__', '__contains__']
CLAIMS = @CLAIMS@
PLAIN = {'__len__': 1, '__bool__': True, '__float__': 0.0, '__int__': 0, '__index__': 0,
    '__str__': '', '__repr__': '', '__format__': '', '__exit__': False, '__fspath__': '/tmp'}
def handle(message):
    name = message[3][0] if message[0] == 'use' and message[3] else None
    special = message[0] == 'use' and message[2] == 'special'
    tree = PLAIN.get(name) if special and name in PLAIN else ['X', 1, CLAIMS, SPECIAL, None]
    END.wire.send(['ok', tree, [], [], []])
END._handle = handle
`;

async function rowOf({problem, what, text}: Program): Promise<Row | undefined> {
  const exemplar = exemplarOf(problem);
  const {prelude, test, entryPoint} = exemplar;
  const asked = {prelude, program: text, test, entryPoint, timeLimitMs};
  const candidate = await profiles.apart(asked, exemplar);
  if ('status' in candidate) return undefined;
  const program = text.replace('@CLAIMS@', () => claimsOf(candidate));
  const apart = await judgeSettled(judge, {...candidate, program});
  const isLiar = values.of === 'liars';
  const together = isLiar ? undefined : await judgeSettled(judge, {...asked, program});
  return {
    id: problem.task_id,
    what,
    separable: candidate.separation !== undefined,
    apart: outcomeOf(apart),
    together: together && outcomeOf(together),
    doubts: [...(doubtsOf.get(program + test) ?? [])],
  };
}

/** The classes of the profile, which a program cannot know: the worst that it could guess. */
function claimsOf({separation}: Candidate): string {
  const kinds = (separation?.profile ?? []).flatMap((each) =>
    each.startsWith('reference: ') ? [each.slice('reference: '.length)] : [],
  );
  return JSON.stringify(kinds.filter((each) => each.includes(':')));
}

function outcomeOf(judgement: Judgement): Row['apart'] {
  const {status} = judgement;
  if (judgement.status === 'missing') return {status, failing: []};
  const failing = failingEntries(judgement).map((entry) => entry.test);
  return judgement.status === 'pass'
    ? {status, trust: judgement.trust ?? 'shared', failing}
    : {status, failing};
}

function report(rows: readonly Row[]): void {
  const counted = new Map<string, number>();
  for (const {what, separable, apart, together} of rows) {
    const kind = values.of === 'liars' ? `${what}: ` : '';
    const outcome = `${apart.status}${apart.trust ? ` (${apart.trust})` : ''}`;
    const beside = together ? `, in one process ${together.status}` : '';
    const line = `${kind}${outcome}${beside}${separable ? '' : ', not separable'}`;
    counted.set(line, (counted.get(line) ?? 0) + 1);
  }
  console.log(`${rows.length} programs`);
  for (const [line, count] of [...counted].sort()) console.log(`${count} ${line}`);
  for (const row of rows) for (const said of remarks(row)) console.log(`${row.id}: ${said}`);
}

function remarks({what, separable, apart, together, doubts}: Row): string[] {
  if (values.of === 'liars') return apart.trust === 'separate' ? [`passes: ${what}`] : [];
  const said: string[] = [];
  if (apart.status !== together?.status)
    said.push(`${apart.status} apart, ${together?.status} in one process`);
  else if (apart.failing.join() !== together.failing.join())
    said.push(`fails ${apart.failing} apart, ${together.failing} in one process`);
  if (apart.trust === 'shared')
    said.push(separable ? `shared: ${doubts.join('; ')}` : 'shared: not separable');
  return said;
}

try {
  await study();
} finally {
  await judge.close();
}
