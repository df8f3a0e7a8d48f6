import {z} from 'zod';
import {UsageError} from '../errors.js';

const wholeNumber = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (text !== '' && Number.isInteger(value) && value >= least) return value;
    context.addIssue({
      code: 'custom',
      message: `expected a whole number of at least ${least}, got ${JSON.stringify(text)}`,
    });
    return z.NEVER;
  });

const number = (least: number) =>
  z.union([z.string(), z.number()]).transform((text, context) => {
    const value = Number(text);
    if (String(text).trim() !== '' && Number.isFinite(value) && value >= least) return value;
    context.addIssue({code: 'custom', message: `expected a number of at least ${least}, got ${JSON.stringify(text)}`});
    return z.NEVER;
  });

/** `a,b` or a flag given more than once. */
export const list = z.union([z.string(), z.array(z.string())]).transform((given) =>
  [given]
    .flat()
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

export const fields = {wholeNumber, number, list, text: z.string().min(1), flag: z.boolean()};

/**
 * Holds a command's arguments to a schema.
 * @throws {UsageError} that names the flag, what was expected and what came.
 */
export function parseArguments<T>(argv: {[name: string]: unknown}, schema: z.ZodType<T>): T {
  const result = schema.safeParse(argv);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const flag = kebab(String(issue?.path[0] ?? 'arguments'));
  const given = Array.isArray(argv[String(issue?.path[0])]) ? ' (given more than once?)' : '';
  throw new UsageError(`--${flag}: ${issue?.message ?? 'not understood'}${given}`);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
