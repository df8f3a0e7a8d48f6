import type {z} from 'zod';

/**
 * What is wrong with a value, in words, where its schema does not say so itself. Hand it to a
 * schema's `safeParse`, so that no reader meets the words of a library.
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  const {input} = issue;
  const because = (expected: string) =>
    input === undefined
      ? `missing; expected ${expected}`
      : `expected ${expected}, got ${describeValue(input)}`;
  if (issue.code === 'invalid_type') return because(typeNames[issue.expected] ?? issue.expected);
  if (issue.code === 'invalid_value') return because(issue.values.map(describeValue).join(' or '));
  if (issue.code === 'too_small') return because(`at least ${sized(issue.origin, issue.minimum)}`);
  if (issue.code === 'too_big') return because(`at most ${sized(issue.origin, issue.maximum)}`);
  if (issue.code === 'unrecognized_keys') return `no field is called ${issue.keys[0]}`;
  return because(issue.code === 'invalid_format' ? issue.format : 'another shape');
};

const typeNames: {[type: string]: string} = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function sized(origin: string, bound: number | bigint): string {
  if (origin === 'string') return `${bound} characters`;
  return origin === 'array' || origin === 'set' ? `${bound} of them` : String(bound);
}

const longestShown = 60;

/** Of objects only that they are such: they may hold keys, and messages are printed. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
