import {z} from 'zod';

/** A text that is not empty. */
export const text = z.string().min(1, 'is empty');

/** A whole number in decimal digits. */
export const wholeNumber = (least: number) =>
  numberLike(/^\d{1,15}$/, least, `a whole number of at least ${least}`);

/** A number in decimal digits, a fraction and an exponent allowed. */
export const number = (least: number) =>
  numberLike(/^\d+(\.\d+)?(e[-+]?\d{1,3})?$/i, least, `a number of at least ${least}`);

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

function numberLike(pattern: RegExp, least: number, expected: string) {
  return z.string().transform((given, context) => {
    const value = Number(given);
    if (pattern.test(given) && Number.isFinite(value) && value >= least) return value;
    context.addIssue({
      code: 'custom',
      message: `expected ${expected}, got ${JSON.stringify(given)}`,
    });
    return z.NEVER;
  });
}
