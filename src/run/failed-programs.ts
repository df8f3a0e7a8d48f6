import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {readAllJsonl} from '../files/jsonl.js';
import {openLedger} from '../files/ledger.js';
import {refuseLink} from '../files/own-file.js';
import {ALL} from '../judging/failing-entries.js';
import type {VerdictRow} from './verdict-row.js';

/**
 * A line of `failures.jsonl`: what a program that did not pass failed at, in the words that
 * feedback has for it, keys in this order.
 */
export const failedProgramSchema = z.object({
  task_id: z.string(),
  code_sha256: z.string(),
  failures: z.array(z.object({name: z.string(), text: z.string()})),
});

export type FailedProgram = z.infer<typeof failedProgramSchema>;

/** The programs of a run that did not pass, on disk. */
export type FailedPrograms = {
  add(program: FailedProgram): void;
  /** What is known of which of them do not compile. */
  compiling(): Compiling;
  /**
   * Sorts those that `rows` name as judged and not passed, by problem, then hash; drops the others.
   * @param programs what takes the place of all that are there. Default: those.
   */
  finish(rows: readonly VerdictRow[], programs?: Iterable<FailedProgram>): void;
  close(): void;
};

const fileName = 'failures.jsonl';

/** Opens the file in a run's directory. The same errors as `openLedger`. */
export async function openFailedPrograms(directory: string): Promise<FailedPrograms> {
  const ledger = await openLedger(join(directory, fileName), {
    schema: failedProgramSchema,
    keyOf: (program: FailedProgram) => programKey(program),
    noteOf: (program): boolean => isRefusedByCompiler(program),
  });
  return {
    compiling: () => (row) => verdictOfCompiler(row, (key) => ledger.note(key)),
    add(program) {
      const known = ledger.get(programKey(program));
      if (known === undefined || isBefore(program, known)) ledger.add(program);
    },
    finish(rows, programs) {
      const failed = new Set(rows.filter(isJudgedFailing).map(programKey));
      const stored = programs && firstOfEach(programs);
      const get = stored ? (key: string) => stored.get(key) : ledger.get;
      const keys = [...(stored ?? ledger).keys()].filter((key) => failed.has(key)).sort();
      ledger.rewrite(
        (function* () {
          for (const key of keys) {
            const program = get(key);
            if (program) yield program;
          }
        })(),
      );
    },
    close: ledger.close,
  };
}

/**
 * What a run's programs failed at, by `programKey`, as far as it has come; null for a run of a
 * version that kept none of it. A torn last line is passed over.
 * @throws {FileFormatError} for a damaged line; {UsageError} for a link.
 */
export async function readFailedPrograms(
  directory: string,
): Promise<Map<string, FailedProgram['failures']> | null> {
  const programs = await readFailedLines(directory);
  return programs && new Map(programs.map((each) => [programKey(each), each.failures]));
}

/** The same as the lines of the file. */
export async function readFailedLines(directory: string): Promise<FailedProgram[] | null> {
  const path = join(directory, fileName);
  refuseLink(path);
  if (!existsSync(path)) return null;
  return readAllJsonl(path, failedProgramSchema, {tornLastLine: 'drop'});
}

/** Whether the program of a row compiles; null where nobody knows, as in runs of old versions. */
export type Compiling = (row: VerdictRow) => boolean | null;

/** The same of a run that is read back. The same errors as `readFailedPrograms`. */
export async function readCompiling(directory: string): Promise<Compiling> {
  return compilingOf(await readFailedPrograms(directory));
}

/** The same out of what `readFailedPrograms` gives. */
export function compilingOf(failed: Awaited<ReturnType<typeof readFailedPrograms>>): Compiling {
  return (row) =>
    verdictOfCompiler(row, (key) => {
      const failures = failed?.get(key);
      return failures && isRefusedByCompiler({failures});
    });
}

function verdictOfCompiler(
  row: VerdictRow,
  isRefused: (key: string) => boolean | undefined,
): boolean | null {
  if (!isJudgedFailing(row) || row.failures.join() !== ALL) return true;
  const refused = isRefused(programKey(row));
  return refused === undefined ? null : !refused;
}

/** How many answers hold a program that does not compile; null where of some nobody knows. */
export function countNotCompiling(rows: Iterable<VerdictRow>, compiles: Compiling): number | null {
  let refused = 0;
  for (const row of rows) {
    const verdict = compiles(row);
    if (verdict === null) return null;
    if (!verdict) refused += 1;
  }
  return refused;
}

/**
 * The compiler’s traceback begins with the file that it compiled, or with the error where it did
 * not come to a line. That of a program that was run begins with the file of the tests, or another.
 */
function isRefusedByCompiler({failures}: Pick<FailedProgram, 'failures'>): boolean {
  const [failure, ...others] = failures;
  if (failure === undefined || others.length > 0 || failure.name !== ALL) return false;
  return byCompiler.test(failure.text);
}

const byCompiler =
  /^Traceback[^\n]*\n(?: {2}File "tmp\.py"|(?:Syntax|Indentation|Tab|Value|Recursion|Memory|Overflow|UnicodeEncode)Error\b)/;

/** Names a program of a problem; sorted, it sorts by problem, then hash. */
export function programKey({
  task_id,
  code_sha256,
}: Pick<VerdictRow, 'task_id' | 'code_sha256'>): string {
  return `${task_id}\0${code_sha256}`;
}

function isJudgedFailing({origin, status}: VerdictRow): boolean {
  return origin === 'answered' && status !== 'pass';
}

/**
 * A program may be judged twice, at turn 0 behind the whole code prompt and later behind its
 * header, and fail differently. Which one is kept must not hang on which came first.
 */
function isBefore(a: FailedProgram, b: FailedProgram): boolean {
  return JSON.stringify(a) < JSON.stringify(b);
}

function firstOfEach(programs: Iterable<FailedProgram>): Map<string, FailedProgram> {
  const first = new Map<string, FailedProgram>();
  for (const program of programs) {
    const known = first.get(programKey(program));
    if (known === undefined || isBefore(program, known)) first.set(programKey(program), program);
  }
  return first;
}
