import {expect, test} from 'vitest';
import {parseErrorBody, parseJson} from '../../../src/model/endpoint/error-body.js';

const asItIs = (text: string) => text;

/** The same error in the places where servers and gateways put it. */
const inner = {message: 'too many words', code: 'X1', type: 'invalid', param: 'messages'};

test.each([
  ['OpenAI', {error: inner}, 'too many words'],
  ['old vLLM', {object: 'error', ...inner}, 'too many words'],
  [
    'OpenRouter, the provider’s error as JSON text',
    {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {raw: JSON.stringify({error: inner}), provider_name: 'P'},
      },
    },
    'Provider returned error: too many words',
  ],
  [
    'OpenRouter, the provider’s error as an object',
    {error: {message: 'Provider returned error', metadata: {raw: {error: inner}}}},
    'Provider returned error: too many words',
  ],
  ['Gemini, a list', [{error: inner}], 'too many words'],
  ['a message that is JSON', {error: {message: JSON.stringify({error: inner})}}, 'too many words'],
  ['FastAPI, detail of an object', {detail: {error: inner}}, 'too many words'],
  ['an error within an error', {error: {error: inner}}, 'too many words'],
  ['said twice', {error: {...inner, errors: [{message: inner.message}]}}, 'too many words'],
])('%s: words, code, type and field are found', (_where, body, message) => {
  expect(parseErrorBody(JSON.stringify(body), asItIs)).toEqual({...inner, message});
});

test.each([
  ['plain text', 'upstream connect error', 'upstream connect error'],
  ['a text as JSON', '"too many words"', 'too many words'],
  ['error as text', '{"error":"too many words"}', 'too many words'],
  ['detail as text', '{"detail":"Not Found"}', 'Not Found'],
  ['error_msg', '{"error_code":336007,"error_msg":"too many words"}', 'too many words'],
  [
    'several fields',
    '{"detail":[{"loc":["body","seed"],"msg":"no"},{"loc":["body","n"],"msg":"none"}]}',
    'seed: no: n: none',
  ],
  ['HTML', '<html><title>502 Bad Gateway</title></html>', 'an HTML page (502 Bad Gateway)'],
  ['no words at all', '{"error":{}}', '{"error":{}}'],
  ['nothing', '', 'an empty body'],
])('%s is what is shown', (_what, body, message) => {
  expect(parseErrorBody(body, asItIs).message).toBe(message);
});

test('secrets are taken out before a text is cut', () => {
  const body = JSON.stringify({error: {message: `${'x'.repeat(1_995)}secret-key`}});
  const {message} = parseErrorBody(body, (text) => text.replaceAll('secret-key', '<key>'));
  expect(message).toBe(`${'x'.repeat(1_995)}<key>`);
});

test('JSON that nests without end is none, brackets in strings do not nest', () => {
  expect(parseJson(`${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`)).toBeUndefined();
  expect(parseJson(`{"a":`.repeat(2_000_000))).toBeUndefined();
  const text = '"\\"[{'.repeat(1_000);
  expect(parseJson(JSON.stringify({text}))).toEqual({text});
  expect(parseJson(`${'['.repeat(100)}${']'.repeat(100)}`)).toBeDefined();
  expect(parseJson('[1,')).toBeUndefined();
});
