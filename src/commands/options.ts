import {z} from 'zod';
import {UsageError} from '../errors.js';

const wholeNumber = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (/^\d{1,15}$/.test(String(text)) && value >= least) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number of at least ${least}, got ${JSON.stringify(text)}`,
    });
    return z.NEVER;
  });

const number = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (/^\d+(\.\d+)?(e-?\d{1,2})?$/i.test(String(text)) && value >= least) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a number of at least ${least}, got ${JSON.stringify(text)}`,
    });
    return z.NEVER;
  });

/** `a,b` or a flag given more than once; at least one. */
export const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((part) => part.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((names) => names.length > 0, 'names nothing; leave it out to mean all');

export const fields = {
  wholeNumber,
  number,
  list,
  text: z.string().min(1, 'is empty'),
  flag: z.boolean(),
};

/**
 * Holds a command's arguments to a schema.
 * @throws {UsageError} that names the flag, what was expected and what came.
 */
export function parseArguments<T>(argv: {[name: string]: unknown}, schema: z.ZodType<T>): T {
  const result = schema.safeParse(argv);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const flag = kebab(String(issue?.path[0] ?? 'arguments'));
  const repeated = issue?.path.length === 1 && Array.isArray(argv[String(issue.path[0])]);
  throw new UsageError(
    `--${flag}: ${repeated ? 'given more than once' : (issue?.message ?? 'not understood')}`,
  );
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
