import type {Problem} from '../problem/problem.js';
import type {Bug} from './bug.js';
import {chance, shuffled} from './chance.js';
import {type Mutant, type Mutator, mutators} from './mutators.js';
import {type CodeLine, parseLines} from './python-text.js';

const fewest = 3;
const most = 6;
/** A missing colon is rare among what models write; this share of problems may have one. */
const colonShare = 1 / 6;

/**
 * Three to six bugs of a problem without a catalogue: seeded edits of single lines of its canonical
 * solution, one a line, fixed per problem by its task_id. Fewer, or none, where the solution offers
 * no more; nobody has run them, so `fails` is empty.
 */
export function mutationsOf(problem: Problem): Bug[] {
  const lines = parseLines(problem.canonical_solution);
  if (lines === undefined) return [];
  const wanted = fewest + Math.floor(chance('mutations', problem.task_id) * (most - fewest + 1));
  const chosen = chooseMutants(problem, lines, wanted).sort((a, b) => a.line.index - b.line.index);
  return chosen.map((candidate) => asBug(problem, candidate));
}

type PlacedMutant = Mutant & {kind: string; line: CodeLine};

/**
 * Takes the kinds in turn, so that a problem's bugs differ in kind as far as its solution allows.
 */
function chooseMutants(
  problem: Problem,
  lines: readonly CodeLine[],
  wanted: number,
): PlacedMutant[] {
  const queues = shuffled(mutators, 'kinds', problem.task_id).map((mutator) =>
    shuffled(candidatesOf(mutator, problem, lines), 'mutants', problem.task_id, mutator.kind),
  );
  const chosen: PlacedMutant[] = [];
  for (
    let turn = 0;
    chosen.length < wanted && queues.some((queue) => queue.length > 0);
    turn += 1
  ) {
    const queue = queues[turn % queues.length] ?? [];
    const candidate = queue.shift();
    if (candidate === undefined) continue;
    if (chosen.every(({line}) => line.index !== candidate.line.index)) chosen.push(candidate);
    else turn -= 1;
  }
  return chosen;
}

function candidatesOf(
  mutator: Mutator,
  problem: Problem,
  lines: readonly CodeLine[],
): PlacedMutant[] {
  const body = problem.canonical_solution;
  if (mutator.kind === 'missing-colon' && chance('colon', problem.task_id) >= colonShare) return [];
  if (deletesOrRuns.test(body) && !mutator.alwaysStops) return [];
  const inLoop = mutator.kind === 'missing-colon' ? new Set() : linesOfWhileLoops(lines);
  return lines
    .filter((line) => !inLoop.has(line.index) && body.split(line.text).length === 2)
    .flatMap((line) =>
      mutator.mutate(line, lines).map((mutant) => ({...mutant, kind: mutator.kind, line})),
    )
    .filter(({text, line}) => text !== line.text);
}

/**
 * Programs that delete or move files or start others: a wrong path in them would do harm, so they
 * only get faults that stop them.
 */
const deletesOrRuns =
  /rmtree|os\.(?:remove|unlink|rmdir|rename|replace|system|kill|chmod)|unlink|shutil\.|subprocess|removedirs|Popen/;

/**
 * A fault in a `while` loop makes most of them endless, which costs a whole time limit to judge.
 */
function linesOfWhileLoops(lines: readonly CodeLine[]): Set<number> {
  const inLoop = new Set<number>();
  let indent: number | undefined;
  for (const line of lines) {
    if (line.begins && indent !== undefined && line.indent <= indent) indent = undefined;
    if (line.begins && indent === undefined && line.tokens[0]?.text === 'while')
      indent = line.indent;
    if (indent !== undefined) inLoop.add(line.index);
  }
  return inLoop;
}

function asBug(problem: Problem, {kind, line, text, fault}: PlacedMutant): Bug {
  const number = line.index + 1;
  return {
    task_id: problem.task_id,
    name: `${kind}-${number}`,
    find: line.text,
    replace: text,
    hint: `Look again at line ${number} of the function body of ${problem.task_id}: ${fault}.`,
    fails: [],
    kind: kind === 'missing-colon' ? 'compile' : 'unknown',
  };
}
