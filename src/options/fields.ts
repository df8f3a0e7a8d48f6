import {z} from 'zod';
import {explainIssue} from './check-options.js';

/** Schemas of single options; each says what it expects in words. */

/** Marks an issue whose message goes on with the value that came. */
const showsValue = {value: true};

export const text = z.string('expected text').min(1, 'expected text that is not empty');

export const anyText = z.string('expected text');

export const flag = z.boolean('expected true or false');

export const texts = z.array(text, 'expected a list of texts');

/** At least one of several. */
export const someTexts = texts.min(1, 'expected at least one (leave it out for the default)');

/** A whole number of at least `least`, at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
  const expected = `expected a whole number of ${range}`;
  return z.int(expected).min(least, expected).max(most, expected);
}

/** A number of at least `least`; not NaN, not infinite. */
export function number(least: number): z.ZodType<number> {
  const expected = `expected a number of at least ${least}`;
  return z.number(expected).min(least, expected);
}

export function oneOf<const Value extends string>(...values: readonly Value[]): z.ZodType<Value> {
  return valueThat<Value>(
    (given) => values.some((value) => value === given),
    `expected ${values.join(' or ')}`,
  );
}

/** A function of the caller's; what it takes and gives is seen when it is called. */
export function callback<Callback>(): z.ZodType<Callback> {
  return valueThat<Callback>((given) => typeof given === 'function', 'expected a function');
}

/** What can be gone through, of whatever is in it. */
export function iterable<Item>(): z.ZodType<Iterable<Item>> {
  return valueThat<Iterable<Item>>(
    (given) => typeof given === 'object' && given !== null && Symbol.iterator in given,
    'expected a list',
  );
}

/**
 * An object that is known by some of its fields, as what another call gave back; what is in them is
 * not looked at.
 */
export function objectWith<T extends object>(
  expected: string,
  ...fields: readonly (keyof T & string)[]
): z.ZodType<T> {
  return valueThat<T>(
    (given) =>
      typeof given === 'object' && given !== null && fields.every((field) => field in given),
    `expected ${expected}`,
  );
}

/** What a class has made; `expected` is how the message calls it. */
export function instance<T>(
  made: abstract new (...given: never) => T,
  expected: string,
): z.ZodType<T> {
  return valueThat<T>((given) => given instanceof made, `expected ${expected}`);
}

export const abortSignal = instance(AbortSignal, 'an AbortSignal');

/** One of several shapes; `choose` tells by a look which one is meant, if any. */
export function chosen<T>(
  expected: string,
  choose: (given: string | object) => z.ZodType | undefined,
): z.ZodType<T> {
  return z.custom<T>().superRefine((given: unknown, context) => {
    const isEither = typeof given === 'string' || (typeof given === 'object' && given !== null);
    const schema = isEither ? choose(given) : undefined;
    if (schema === undefined)
      return context.addIssue({
        code: 'custom',
        message: `expected ${expected}`,
        params: showsValue,
      });
    for (const issue of schema.safeParse(given).error?.issues ?? [])
      context.addIssue({
        code: 'custom',
        path: [...issue.path],
        message: explainIssue(issue, given),
      });
  });
}

function valueThat<T>(isSuch: (given: unknown) => boolean, message: string): z.ZodType<T> {
  return z.custom<T>(isSuch, {message, params: showsValue});
}
