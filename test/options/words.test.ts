import {expect, test} from 'vitest';
import {z} from 'zod';
import {inWords} from '../../src/options/words.js';

const said = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value, {error: inWords}).error?.issues[0]?.message;

test.each<[z.ZodType, unknown, string]>([
  [z.string(), undefined, 'missing; expected text'],
  [z.string(), 7, 'expected text, got 7'],
  [z.number(), 'x', 'expected a number, got "x"'],
  [z.int(), 1.5, 'expected a whole number, got 1.5'],
  [z.boolean(), null, 'expected true or false, got null'],
  [z.array(z.string()), {secret: 1}, 'expected a list, got an object'],
  [z.object({}), [], 'expected an object, got an empty list'],
  [z.enum(['pass', 'fail']), 'ok', 'expected "pass" or "fail", got "ok"'],
  [z.literal(2), 1, 'expected 2, got 1'],
  [z.number().min(0), -1, 'expected at least 0, got -1'],
  [z.string().min(1), '', 'expected at least 1 characters, got ""'],
  [z.array(z.int()).min(2), [1], 'expected at least 2 of them, got a list'],
  [z.strictObject({a: z.int()}), {a: 1, b: 2}, 'no field is called b'],
  [z.union([z.int(), z.string()]), [], 'expected another shape, got an empty list'],
  [z.int('a count'), 'x', 'a count'],
])('%#: says what was expected and what came', (schema, value, message) => {
  expect(said(schema, value)).toBe(message);
});

test('shows the beginning of what is long', () => {
  const message = said(z.int(), 'x'.repeat(1000));
  expect(message).toMatch(/^expected a number, got "x{59}…$/);
});
