/**
 * Builds `src/problem/starter/suite.jsonl`, `catalogue.jsonl` and `profiles.json` from the folders
 * of `scripts/starter-suite`: `npx tsx scripts/build-starter-suite.ts`. Every solution and bug is
 * really run, with its tests apart; the same folders and Python minor version give the same bytes.
 */
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {z} from 'zod';
import {FileFormatError, HarnessError} from '../src/errors.js';
import {readJson} from '../src/files/json.js';
import {toJsonLine} from '../src/files/jsonl.js';
import {packagePath} from '../src/files/package-root.js';
import {writeAtomically} from '../src/files/write.js';
import {testOf} from '../src/judging/failing-entries.js';
import type {Judge, Judgement} from '../src/judging/judge.js';
import {exemplarOf, starterProfilesPath} from '../src/judging/known-profiles.js';
import {profileIn} from '../src/judging/profiles.js';
import type {Problem} from '../src/problem/problem.js';
import {starterSuitePath, suiteHash} from '../src/problem/suite.js';
import {type Bug, bugSchema} from '../src/simulation/bug.js';
import {programWith} from '../src/simulation/bugs-in-code.js';
import {starterCataloguePath} from '../src/simulation/catalogue.js';

/** The text of the files that ship. */
export type StarterFiles = {suite: string; catalogue: string; profiles: string};

const timeLimitMs = 2_000;
const entryPoint = 'task_func';
const source = packagePath('scripts/starter-suite');

/**
 * Builds the files in memory, judging every bug alone. @throws {FileFormatError} for a folder that
 * is not laid out as it should be, or whose solution does not pass with its tests apart.
 */
export async function buildStarterFiles(judge: Judge): Promise<StarterFiles> {
  const folders = readdirSync(source, {withFileTypes: true}).filter((entry) => entry.isDirectory());
  const names = folders.map(({name}) => name).sort();
  const built = names.map((name, number) => readFolder(join(source, name), `Starter/${number}`));
  const profiles = new Map(
    await Promise.all(
      built.map(async ({problem}) => [problem.task_id, await profileOf(judge, problem)] as const),
    ),
  );
  const bugs = await Promise.all(
    built.flatMap(({problem, edits}) =>
      edits.map((edit) =>
        judgeBug(judge, {problem, edit, profile: profiles.get(problem.task_id) ?? []}),
      ),
    ),
  );
  const shipped = {
    suite_sha256: suiteHash(built.map(({problem}) => problem)),
    profiles: Object.fromEntries(profiles),
  };
  return {
    profiles: `${JSON.stringify(shipped, null, 2)}\n`,
    suite: built.map(({problem}) => toJsonLine(problem)).join(''),
    catalogue: bugs.map((bug) => toJsonLine(bug)).join(''),
  };
}

const editSchema = bugSchema.pick({name: true, find: true, replace: true, hint: true});
type Edit = z.infer<typeof editSchema>;

function readFolder(folder: string, taskId: string): {problem: Problem; edits: Edit[]} {
  const solution = readFileSync(join(folder, 'solution.py'), 'utf8');
  const parts = /^([\s\S]*?)^(def task_func\(.*:\n)( {4}"""\n[\s\S]*?\n {4}"""\n)([\s\S]*)$/m.exec(
    solution,
  );
  if (!parts)
    throw new FileFormatError(
      `${folder}/solution.py: expected imports, a one-line def task_func, a docstring, a body`,
    );
  const [, header = '', definition = '', docstring = '', body = ''] = parts;
  const codePrompt = `${header.replace(/\n{2,}/g, '\n').replace(/^\n/, '')}${definition}`;
  const sections = readDocstring(docstring);
  const problem = {
    task_id: taskId,
    complete_prompt: `${header.trimEnd()}\n\n${definition}${docstring}`.trimStart(),
    instruct_prompt: instructPrompt(sections, codePrompt),
    canonical_solution: body.trimEnd(),
    code_prompt: codePrompt,
    test: readFileSync(join(folder, 'tests.py'), 'utf8').trimEnd(),
    entry_point: entryPoint,
    doc_struct: JSON.stringify(sections),
    libs: `[${importedModules(header)
      .map((name) => `'${name}'`)
      .join(', ')}]`,
  };
  const edits = readJson(join(folder, 'bugs.json'), z.array(editSchema));
  return {problem, edits: edits.map((edit) => withinBody(edit, problem.canonical_solution))};
}

/**
 * The seven parts of BigCodeBench's `doc_struct`, each a list of lines without indentation and
 * bullet.
 */
type Sections = Record<
  'description' | 'notes' | 'params' | 'returns' | 'reqs' | 'raises' | 'examples',
  string[]
>;

const headings = new Map<string, keyof Sections>([
  ['Parameters:', 'params'],
  ['Returns:', 'returns'],
  ['Raises:', 'raises'],
  ['Requirements:', 'reqs'],
  ['Example:', 'examples'],
]);

function readDocstring(docstring: string): Sections {
  const sections: Sections = {
    description: [],
    notes: [],
    params: [],
    returns: [],
    reqs: [],
    raises: [],
    examples: [],
  };
  let current: keyof Sections = 'description';
  for (const raw of docstring.split('\n').slice(1, -2)) {
    const line = raw.trim();
    const heading = headings.get(line);
    if (heading !== undefined) current = heading;
    else if (line !== '')
      sections[current].push(current === 'examples' ? line : line.replace(/^- /, ''));
  }
  return sections;
}

/** BigCodeBench's layout of an instruction. */
function instructPrompt({description, returns, raises}: Sections, codePrompt: string): string {
  return [
    description.join(' '),
    ...(raises.length > 0
      ? [`The function should raise the exception for: ${raises.join(' ')}`]
      : []),
    'The function should output with:',
    ...returns.map((line) => `    ${line}`),
    'You should write self-contained code starting with:',
    `\`\`\`\n${codePrompt}\`\`\``,
  ].join('\n');
}

function importedModules(header: string): string[] {
  const modules = [...header.matchAll(/^(?:import|from) +(\w+)/gm)].map(([, name]) => name ?? '');
  return [...new Set(modules)];
}

/** The body ends without a newline; an edit of its last line may have been written with one. */
function withinBody(edit: Edit, body: string): Edit {
  if (body.includes(edit.find) || !edit.find.endsWith('\n')) return edit;
  return {...edit, find: edit.find.slice(0, -1), replace: edit.replace.replace(/\n$/, '')};
}

async function profileOf(judge: Judge, problem: Problem): Promise<readonly string[]> {
  const {solution: program, taskId, ...texts} = exemplarOf(problem);
  const separation = {profile: null};
  const judgement = await judge.judge({...texts, program, timeLimitMs, separation});
  const profile = profileIn(judgement);
  if (profile === null)
    throw new FileFormatError(
      `${taskId}: its solution must pass with its tests apart: ${JSON.stringify(judgement)}`,
    );
  return profile;
}

async function judgeBug(
  judge: Judge,
  {problem, edit, profile}: {problem: Problem; edit: Edit; profile: readonly string[]},
): Promise<Bug> {
  const bug: Bug = {task_id: problem.task_id, ...edit, fails: [], kind: 'unknown'};
  if (problem.canonical_solution.split(bug.find).length !== 2) {
    throw new FileFormatError(
      `${bug.task_id} ${bug.name}: find must occur exactly once in the body`,
    );
  }
  const code = programWith(problem, [bug], new Set([bug]));
  const judgement = await judge.judge({
    prelude: '',
    program: code,
    test: problem.test,
    entryPoint,
    timeLimitMs,
    separation: {profile},
  });
  return {...bug, ...outcomeOf(judgement, bug)};
}

function outcomeOf(judgement: Judgement, {task_id, name}: Bug): Pick<Bug, 'fails' | 'kind'> {
  if (judgement.status === 'missing')
    throw new HarnessError(`${task_id} ${name}: no verdict (${judgement.reason})`);
  if (judgement.status === 'pass')
    throw new FileFormatError(`${task_id} ${name}: a bug must fail; its program passes`);
  if ('compilationError' in judgement) return {fails: ['ALL'], kind: 'compile'};
  const {failures} = judgement.report;
  const fails = [...new Set(failures.map(({test}) => testOf(test)))];
  if (judgement.status === 'timeout') return {fails, kind: 'loop'};
  const onlyAssertions = failures.every(({text}) => /^AssertionError\b/m.test(text));
  return {fails, kind: judgement.status === 'fail' && onlyAssertions ? 'value' : 'raise'};
}

async function main(): Promise<void> {
  const {createJudge} = await import('../src/judging/create-judge.js');
  const judge = await createJudge({});
  try {
    const {suite, catalogue, profiles} = await buildStarterFiles(judge);
    mkdirSync(dirname(starterSuitePath), {recursive: true});
    writeAtomically(starterSuitePath, [suite]);
    writeAtomically(starterCataloguePath, [catalogue]);
    writeAtomically(starterProfilesPath, [profiles]);
    process.stderr.write(
      `${suite.split('\n').length - 1} problems, ${catalogue.split('\n').length - 1} bugs, ${judge.jobsRun()} jobs\n`,
    );
  } finally {
    await judge.close();
  }
}

if (process.argv[1]?.endsWith('build-starter-suite.ts')) await main();
