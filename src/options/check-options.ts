import {z} from 'zod';
import {UsageError} from '../errors.js';

/** A schema for each option of `T`, so that the type and what is checked cannot part. */
export type ShapeOf<T> = {[K in keyof T]-?: z.ZodType<T[K]>};

/** The schema of options: those of the type, and no others. */
export function optionsOf<T extends object>(shape: ShapeOf<T>): z.ZodType<T> {
  const names = Object.keys(shape);
  const schema = z.strictObject(Object.fromEntries(Object.entries(shape)), 'expected an object');
  return z.custom<T>().superRefine((given: unknown, context) => {
    for (const issue of schema.safeParse(given).error?.issues ?? [])
      context.addIssue({
        code: 'custom',
        path: [...issue.path],
        message:
          issue.code === 'unrecognized_keys'
            ? `no option is called ${issue.keys[0]}; there are ${names.join(', ')}`
            : explainIssue(issue, given),
      });
  });
}

/**
 * Holds the options of a call to their schema; types do so in TypeScript only.
 * @param call the function's name, for the message.
 * @throws {UsageError} that names the call and the option: an unknown one, a missing one, one of
 * another type or out of range.
 */
export function checkOptions<T>(call: string, schema: z.ZodType<T>, given: T): void {
  const [issue] = schema.safeParse(given).error?.issues ?? [];
  if (issue === undefined) return;
  const option = issue.path.length === 0 ? 'options' : issue.path.join('.');
  throw new UsageError(`${call}: ${option}: ${issue.message}`);
}

/** What is wrong with a value, without where. */
export function explainIssue(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code === 'custom' && issue.params?.value !== true) return issue.message;
  const value = issue.path.reduce(fieldOf, given);
  if (value === undefined) return `missing; ${issue.message}`;
  return `${issue.message}, got ${describeValue(value)}`;
}

function fieldOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const longestShown = 60;

/** Of objects only that they are such: they may hold keys, and messages are printed. */
function describeValue(value: unknown): string {
  if (value === null) return 'null (leave out what is not wanted)';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
