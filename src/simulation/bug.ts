import {z} from 'zod';

/**
 * What becomes of a program with this bug alone; `unknown` where nobody ran it (seeded mutations).
 */
export const bugKindSchema = z.enum(['compile', 'raise', 'value', 'loop', 'unknown']);

/**
 * A named edit of a problem's canonical solution: `find`, which occurs once in it, becomes
 * `replace`.
 */
export const bugSchema = z.object({
  task_id: z.string().min(1),
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a bug is named in kebab-case'),
  find: z.string().min(1),
  replace: z.string(),
  /** What an expert would say: explains without showing code. */
  hint: z.string().min(1),
  /**
   * The failing entries (test names, or `ALL`) of the program with this bug alone; empty where
   * nobody ran it.
   */
  fails: z.array(z.string().min(1)),
  kind: bugKindSchema,
});

export type Bug = z.infer<typeof bugSchema>;
