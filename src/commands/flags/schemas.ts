import {z} from 'zod';
import {atHand} from '../../files/at-hand.js';

/** A text that is not empty. */
export const text = z.string().min(1, 'is empty');

/** A whole number in decimal digits, of at least `least`, at most `most`. */
export const wholeNumber = (least: number, most = Number.POSITIVE_INFINITY) =>
  numberLike(
    /^\d{1,15}$/,
    {least, most},
    `a whole number of ${most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`}`,
  );

/** The seed of a generator of ours: 32 bits. */
export const seedNumber = wholeNumber(0, 0xffffffff);

/** A number in decimal digits, a fraction and an exponent allowed. */
export const number = (least: number) =>
  numberLike(/^\d+(\.\d+)?(e[-+]?\d{1,3})?$/i, {least}, `a number of at least ${least}`);

/** What `schema` takes, or `none`: then null. */
export const orNone = <T>(schema: z.ZodType<T, string>) =>
  z.string().transform((given, context): T | null => {
    if (given === 'none') return null;
    const {data, error} = schema.safeParse(given);
    if (!error) return data;
    context.addIssue({code: 'custom', message: `${error.issues[0]?.message}; none leaves it out`});
    return z.NEVER;
  });

/** `a,b`, or a flag given more than once; at least one. */
export const names = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((part) => part.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((found) => found.length > 0, 'names nothing; leave it out to mean all');

/** Texts of a flag that may be given more than once. */
export const texts = z.array(text);

/** The directory of a run or a log, one that ships also from anywhere. */
export const stored = text.transform(atHand);

/** Several of them. */
export const storedOnes = z.array(stored);

function numberLike(
  pattern: RegExp,
  {least, most = Number.POSITIVE_INFINITY}: {least: number; most?: number},
  expected: string,
) {
  return z.string().transform((given, context) => {
    const value = Number(given);
    if (pattern.test(given) && Number.isFinite(value) && value >= least && value <= most)
      return value;
    context.addIssue({
      code: 'custom',
      message: `expected ${expected}, got ${JSON.stringify(given)}`,
    });
    return z.NEVER;
  });
}
