import {ALL} from '../../judging/failing-entries.js';
import type {VerdictRow} from '../../run/verdict-row.js';

/**
 * What became of an answer. `whole`: the program as a whole failed (it does not compile, or its
 * import raised), so that no single test could; `tests`: some test failed; `discounted`: it passed
 * in a way that is counted as a fail.
 */
export const verdictClasses = [
  'pass',
  'discounted',
  'tests',
  'whole',
  'timeout',
  'error',
  'no program',
  'missing',
] as const;
export type VerdictClass = (typeof verdictClasses)[number];

export type VerdictClassCount = {turn: number; verdict: VerdictClass; n: number};

/**
 * How many answers of each turn, all scenarios together, came to what; zeros are left out.
 * @param discounted those that passed and are counted as fails.
 */
export function verdictClassCounts(
  rows: Iterable<VerdictRow>,
  discounted: ReadonlySet<VerdictRow> = new Set(),
): VerdictClassCount[] {
  const counted = new Map<string, VerdictClassCount>();
  for (const row of rows) {
    const found = classOf(row);
    if (found === null) continue;
    const verdict = discounted.has(row) ? 'discounted' : found;
    const key = `${row.turn} ${verdict}`;
    const count = counted.get(key) ?? {turn: row.turn, verdict, n: 0};
    counted.set(key, {...count, n: count.n + 1});
  }
  return [...counted.values()].sort(
    (a, b) =>
      a.turn - b.turn || verdictClasses.indexOf(a.verdict) - verdictClasses.indexOf(b.verdict),
  );
}

/** Null where nobody was asked. */
function classOf({origin, status, failures, found}: VerdictRow): VerdictClass | null {
  if (origin === 'missing' || status === 'missing') return 'missing';
  if (origin !== 'answered') return null;
  if (found === 'none') return 'no program';
  if (status !== 'fail') return status;
  return failures.length === 1 && failures[0] === ALL ? 'whole' : 'tests';
}

/** In how many answers' tracebacks an exception stands last. */
export type ExceptionCount = {exception: string; n: number};

/** Exceptions by how many answers raised them, each counted once an answer. */
export function exceptionCounts(texts: Iterable<readonly string[]>): ExceptionCount[] {
  const counted = new Map<string, number>();
  for (const answer of texts)
    for (const exception of new Set(answer.map(exceptionIn)))
      counted.set(exception, (counted.get(exception) ?? 0) + 1);
  return Array.from(counted, ([exception, n]) => ({exception, n})).sort(
    (a, b) => b.n - a.n || (a.exception < b.exception ? -1 : 1),
  );
}

const untold = 'no exception';
const tracebackHead = 'Traceback (most recent call last)';

/** Names that Python's own exceptions end with, where a text has no traceback. */
const usualName = /^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Exit|Interrupt|Iteration))(?=:|$)/gm;
/** Behind a traceback's frames, which are indented, stands its exception, whatever its name. */
const anyName = /^(?:[ \t].*)\n([A-Za-z_][\w.]*)(?=:|$)/gm;

/**
 * The name of the exception that a traceback ends with: the last line that begins with one.
 * @example exceptionIn('Traceback …\nAssertionError: 1 != 2') // => 'AssertionError'
 */
export function exceptionIn(text: string): string {
  const named = [
    ...text.matchAll(usualName),
    ...(text.includes(tracebackHead) ? text.matchAll(anyName) : []),
  ];
  const at = ({0: whole, index}: RegExpExecArray) => index + whole.length;
  const name = named.sort((a, b) => at(a) - at(b)).at(-1)?.[1];
  if (name !== undefined) return name;
  return /^Timed out:/.test(text) ? 'timed out' : untold;
}

/** Answers, and those that pass, over the problems that name a library. */
export type LibraryCount = {library: string; problems: number; answers: number; passes: number};

/** Per library, most problems first. */
export function libraryCounts(
  rows: Iterable<VerdictRow>,
  librariesOf: (taskId: string) => readonly string[],
): LibraryCount[] {
  const counted = new Map<string, {tasks: Set<string>; answers: number; passes: number}>();
  for (const {task_id, origin, status} of rows) {
    if (origin !== 'answered' || status === 'missing') continue;
    for (const library of librariesOf(task_id)) {
      const count = counted.get(library) ?? {tasks: new Set<string>(), answers: 0, passes: 0};
      counted.set(library, count);
      count.tasks.add(task_id);
      count.answers += 1;
      if (status === 'pass') count.passes += 1;
    }
  }
  return Array.from(counted, ([library, {tasks, answers, passes}]) => ({
    library,
    problems: tasks.size,
    answers,
    passes,
  })).sort((a, b) => b.problems - a.problems || (a.library < b.library ? -1 : 1));
}
