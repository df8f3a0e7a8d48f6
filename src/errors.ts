/**
 * Errors sorted by who must act. A failing *program* under judgement is not an error: it is a
 * `Judgement`. Only `src/commands/main.ts` turns them into an exit code (DESIGN.md, section 7).
 */

/**
 * The person at the keyboard must act: bad usage or bad input. One line that names file, line and
 * field. Exit 2.
 */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * A file that the program reads is not what it should be: `path:line: field: what came`. Exit 2.
 */
export class FileFormatError extends UsageError {
  override name = 'FileFormatError';
}

/**
 * Something needed is missing (Python, endpoint, dataset); the message ends with the command that
 * mends it. Exit 3.
 */
export class MissingRequirementError extends Error {
  override name = 'MissingRequirementError';
}

/**
 * We are at fault, or the machine is: an invariant of the harness does not hold. Exit 70, with its
 * stack.
 */
export class HarnessError extends Error {
  override name = 'HarnessError';
}

/** A value that cannot be absent. @throws {HarnessError} that names it: the mistake is ours. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new HarnessError(`${what}: is absent`);
  return value;
}
