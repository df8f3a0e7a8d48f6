import {expect, test} from 'vitest';
import {openSpending, UsageError} from '../../src/index.js';

/** What a call in plain JavaScript with these arguments is refused with. */
function refusal(...given: unknown[]): string {
  try {
    Reflect.apply(openSpending, undefined, given);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('openSpending took it');
}

test.each<[string, unknown[], string]>([
  ['nothing', [], 'openSpending: options: missing; expected an object'],
  [
    'an option of another name',
    [{maxRequest: 5}],
    'openSpending: options: no option is called maxRequest; did you mean maxRequests?',
  ],
  [
    'a number in text',
    [{maxRequests: '5'}],
    'openSpending: maxRequests: expected a whole number of at least 0, got "5"',
  ],
  [
    'no number',
    [{maxCost: Number.NaN, price: {prompt: 1, completion: 1}}],
    'openSpending: maxCost: expected a number of at least 0, got NaN',
  ],
  [
    'half a price',
    [{maxCost: 1, price: {prompt: 1}}],
    'openSpending: price.completion: missing; expected a number of at least 0',
  ],
  ['a bound without a price', [{maxCost: 1}], 'budget: maxCost needs a price, per million tokens'],
])('a purse is not made of %s', (_, given, message) => {
  expect(refusal(...given)).toBe(message);
});

test('a purse is made of a budget without bounds', () => {
  expect(openSpending({}).refusals()).toBeNull();
});
