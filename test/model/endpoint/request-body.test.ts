import {expect, test} from 'vitest';
import {UsageError} from '../../../src/errors.js';
import {parseExtraBody} from '../../../src/model/endpoint/request-body.js';

test('an object of further fields is taken as it is', () => {
  const text = '{"chat_template_kwargs":{"enable_thinking":false},"top_k":1}';
  expect(parseExtraBody(text)).toEqual({chat_template_kwargs: {enable_thinking: false}, top_k: 1});
});

test.each(['top_k=1', '[1]', '"text"', 'null', '7'])('%s is refused with an example', (text) => {
  expect(() => parseExtraBody(text)).toThrow(UsageError);
  expect(() => parseExtraBody(text)).toThrow('{"top_k":1}');
});

test.each(['model', 'messages', 'stream', 'n', 'temperature', 'max_tokens'])(
  '%s cannot be set behind our back',
  (field) => {
    expect(() => parseExtraBody(JSON.stringify({[field]: 1}))).toThrow(
      `"${field}" cannot be set here`,
    );
  },
);
