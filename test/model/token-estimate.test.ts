import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
  estimatePlan,
  fourCharacters,
  loadTokenCounter,
  splitBetweenTokens,
} from '../../src/model/token-estimate.js';

const counter = await loadTokenCounter();

test('tokens are counted with a real tokenizer', () => {
  expect(counter.name).toBe('o200k_base');
  // tiktoken.get_encoding("o200k_base").encode("hello world") == [24912, 2375]
  expect(counter.count('hello world')).toBe(2);
});

test('special tokens in an answer are text', () => {
  expect(counter.count('<|endoftext|>')).toBeGreaterThan(1);
});

test('the pieces that are counted add up to the whole', () => {
  const words = fc.constantFrom(
    'def f(x):',
    '    ',
    '\n',
    '\n\n',
    '\t',
    'return',
    ' x',
    '# no',
    '"""',
    '): ',
    ' \n  \n',
    'ü',
    '日本',
  );
  fc.assert(
    fc.property(fc.array(words, {maxLength: 40}), (parts) => {
      const text = parts.join('');
      const pieces = splitBetweenTokens(text);
      expect(pieces.join('')).toBe(text);
      expect(pieces.reduce((sum, piece) => sum + counter.count(piece), 0)).toBe(
        counter.count(text),
      );
    }),
  );
});

test('a plan is counted with what neighbours of the same problem share from the beginning', () => {
  const ask = (problem: string, content: string) => ({
    problem,
    maxTokens: 100,
    messages: [{role: 'user' as const, content}],
  });
  const plan = [
    ask('a', '11112222\n3333\n'),
    ask('a', '11112222\n4444\n'),
    ask('b', '11112222\n4444\n'),
  ];
  // Characters / 4, rounded up for each piece: "user\n" 2, "11112222\n" 3, "3333\n" 2, "\n" 1: 8 a
  // prompt. Shared: "user\n" and "11112222\n" of the second, 5; the third is about another problem.
  expect(estimatePlan(plan, fourCharacters)).toEqual({
    requests: 3,
    promptTokens: 24,
    sharedPrefixTokens: 5,
    completionTokensAtMost: 300,
  });
});

test('a prompt equal to its neighbour is shared as a whole', () => {
  const same = {problem: 'a', maxTokens: 1, messages: [{role: 'user' as const, content: 'same'}]};
  const {promptTokens, sharedPrefixTokens} = estimatePlan([same, same], fourCharacters);
  expect(sharedPrefixTokens).toBe(promptTokens / 2);
});
