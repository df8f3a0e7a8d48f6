import {z} from 'zod';
import {checkArgument} from '../options/check-options.js';
import {anyText, objectWith, text} from '../options/fields.js';

/**
 * One task in BigCodeBench's record shape (nine fields, all text). `doc_struct` holds JSON and
 * `libs` a Python list, both as text, exactly as the published dataset has them; nothing here
 * parses them.
 */
export const problemSchema = z.object({
  task_id: z.string().min(1),
  complete_prompt: z.string(),
  instruct_prompt: z.string(),
  canonical_solution: z.string(),
  code_prompt: z.string(),
  test: z.string(),
  entry_point: z.string().min(1),
  doc_struct: z.string(),
  libs: z.string(),
});

export type Problem = z.infer<typeof problemSchema>;

const anyProblem = objectWith<Problem>('a problem of a suite', 'code_prompt', 'entry_point');

/** An ordered set of problems. */
export type Suite = {
  /** `starter`, `bigcodebench`, or the base name of the file it was read from. */
  name: string;
  /**
   * SHA-256 over the RFC 8785 form of each problem's nine fields and `\n`, in order (DESIGN.md,
   * section 5).
   */
  hash: string;
  problems: Problem[];
  /** Wall-clock limit for one judged job, in milliseconds. */
  timeLimitMs: number;
  /**
   * True where no problem needs more than Python's standard library; decides the environment part
   * of the verdict cache's key.
   */
  standardLibraryOnly: boolean;
};

/** The complete reference program of a problem: what `canonical` answers. */
export function canonicalProgram(problem: Problem): string {
  return problem.code_prompt + problem.canonical_solution;
}

/**
 * Everything in the code prompt before the line that defines the entry point (DESIGN.md, section
 * 2).
 */
export function headerOf(problem: Problem): string {
  checkArgument(['headerOf', 'problem'], anyProblem, problem);
  const lines = problem.code_prompt.split('\n');
  const at = lines.findIndex((line) => defines(line, problem.entry_point));
  return at <= 0 ? '' : `${lines.slice(0, at).join('\n')}\n`;
}

/**
 * Whether some line of `code` defines `entryPoint` at the top level (def, async def, class or
 * assignment).
 */
export function definesEntryPoint(code: string, entryPoint: string): boolean {
  checkArgument(['definesEntryPoint', 'code'], anyText, code);
  checkArgument(['definesEntryPoint', 'entryPoint'], text, entryPoint);
  return defines(code, entryPoint);
}

function defines(code: string, entryPoint: string): boolean {
  const name = entryPoint.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^(?:(?:async\\s+)?def|class)\\s+${name}\\b|^${name}\\s*(?::[^=\\n]*)?=(?!=)`,
    'm',
  ).test(code);
}
