import {z} from 'zod';
import {present, UsageError} from '../errors.js';
import {optionAt} from './option-name.js';
import {nameInstead} from './suggest.js';
import {describeValue} from './words.js';

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
            ? noSuchOption(present(issue.keys[0], 'the key of an issue about keys'), names)
            : explainIssue(issue, given),
      });
  });
}

function noSuchOption(unknown: string, names: readonly string[]): string {
  return `no option is called ${unknown}; ${nameInstead(unknown, names)}`;
}

/**
 * Holds the options of a call to their schema; types do so in TypeScript only.
 * @param call the function's name, for the message.
 * @throws {UsageError} that names the call and the option: an unknown one, a missing one, one of
 * another type or out of range.
 */
export function checkOptions<T>(call: string, schema: z.ZodType<T>, given: T): void {
  const wrong = firstWrong(schema, given);
  if (wrong === undefined) return;
  throw new UsageError(`${optionAt(call, wrong.path)}: ${wrong.message}`);
}

/**
 * The same for an argument that stands alone.
 * @param name of the argument, for the message.
 */
export function checkArgument<T>(
  [call, name]: readonly [call: string, name: string],
  schema: z.ZodType<T>,
  given: T,
): void {
  const wrong = firstWrong(schema, given);
  if (wrong === undefined) return;
  const place = [name, ...wrong.path].join('.');
  throw new UsageError(`${call}: ${place}: ${wrong.message}`);
}

function firstWrong<T>(schema: z.ZodType<T>, given: T) {
  const [issue] = schema.safeParse(given).error?.issues ?? [];
  return issue && {path: issue.path, message: explainIssue(issue, given)};
}

/** What is wrong with a value, without where. */
export function explainIssue(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code === 'custom' && issue.params?.value !== true) return issue.message;
  const value = issue.path.reduce(fieldOf, given);
  if (value === undefined) return `missing; ${issue.message}`;
  const remedy = value === null ? ' (leave out what is not wanted)' : '';
  return `${issue.message}, got ${describeValue(value)}${remedy}`;
}

function fieldOf(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
