import {expect, test} from 'vitest';
import {failureOf, meet} from './endpoint-fixture.js';
import {send} from './stand-in-server.js';

const openai =
  "This model's maximum context length is 4096 tokens. However, your messages resulted in 5031 tokens. Please reduce the length of the messages.";

// Shapes and words as the servers' own sources and issue threads show them.
const refusals: [string, number, unknown][] = [
  [
    'OpenAI',
    400,
    {
      error: {
        message: openai,
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
  ],
  [
    'Azure',
    400,
    {
      error: {
        message: openai,
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    },
  ],
  [
    'vLLM before 0.10',
    400,
    {object: 'error', message: openai, type: 'BadRequestError', param: null, code: 400},
  ],
  ['vLLM', 400, {error: {message: openai, type: 'BadRequestError', param: null, code: 400}}],
  [
    'vLLM, asked for too much answer',
    400,
    {
      error: {
        message:
          "'max_tokens' or 'max_completion_tokens' is too large: 2048. This model's maximum context length is 4096 tokens and your request has 3000 input tokens (2048 > 4096 - 3000).",
        type: 'BadRequestError',
        param: 'max_tokens',
        code: 400,
      },
    },
  ],
  [
    'vLLM engine',
    400,
    {
      error: {
        message:
          'The decoder prompt (length 5031) is longer than the maximum model length of 4096.',
        type: 'BadRequestError',
        code: 400,
      },
    },
  ],
  [
    'llama.cpp',
    400,
    {
      error: {
        code: 400,
        message:
          'request (5031 tokens) exceeds the available context size (4096 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 5031,
        n_ctx: 4096,
      },
    },
  ],
  [
    'Ollama',
    400,
    {
      error: {
        message: 'input length exceeds maximum context length',
        type: 'invalid_request_error',
      },
    },
  ],
  ["Ollama's own interface", 400, {error: 'the input length exceeds the context length'}],
  ['FastAPI', 400, {detail: openai}],
  [
    'FastAPI with the engine behind it',
    500,
    {detail: 'The decoder prompt (length 66501) is longer than the maximum model length of 65536.'},
  ],
  [
    'a gateway that quotes',
    400,
    {detail: '{"error":{"code":400,"type":"exceed_context_size_error"}}'},
  ],
  ['a gateway with status 200', 200, {error: {message: openai, code: 400}}],
  [
    'SGLang',
    400,
    {
      object: 'error',
      message: "The input (5031 tokens) is longer than the model's context length (4096 tokens).",
    },
  ],
  [
    'TGI',
    422,
    {
      error:
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5031 `inputs` tokens',
      error_type: 'validation',
    },
  ],
  ['a proxy', 413, '<html><title>413 Request Entity Too Large</title></html>'],
];

test.each(refusals)(
  '%s says that the context is too long, and is not asked again',
  async (_name, status, body) => {
    const {server, clock, events, options} = await meet(send(status, body));
    expect((await failureOf(options)).kind).toBe('context-length');
    expect(server.received).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    expect(events).toMatchObject([{outcome: 'context-length', wait_ms: null}]);
  },
);

/** Words that are on no list: a shorter prompt has to tell. */
const doubts: [string, number, unknown][] = [
  [
    'vLLM, old',
    400,
    {object: 'error', message: 'max_tokens must be at least 1, got -186.', param: null, code: 400},
  ],
  [
    'vLLM, new',
    400,
    {error: {message: 'max_tokens must be at least 1, got -186.', param: 'max_tokens', code: 400}},
  ],
  [
    'DashScope',
    400,
    {error: {message: '<400> InternalError.Algo: Range of input length should be [1, 30720]'}},
  ],
  ['Moonshot', 400, {error: {message: 'Your request exceeded model token limit: 8192'}}],
  ['Zhipu', 400, {error: {code: '1210', message: 'Prompt 超长'}}],
  ['TGI', 422, {error: '`inputs` must have less than 4096 tokens. Given: 4545'}],
  ['a limit that leaves nothing', 400, {error: 'max_tokens must be greater than 0'}],
  ['plain text', 400, 'Request has too many words'],
  ['a limit of no more than nothing', 400, {error: 'max_tokens must be > 0'}],
  ['bytes', 400, {error: 'request is 40000 bytes, 32768 are taken'}],
  ['characters', 400, {error: 'a message may have 32768 characters'}],
  ['German', 400, {error: 'Die Eingabe ist zu lang: 5031 > 4096'}],
  ['Portuguese', 400, {error: 'A solicitação é muito longa'}],
  ['Japanese', 400, {error: 'プロンプトが長すぎます'}],
  ['Korean', 400, {error: '프롬프트가 너무 깁니다'}],
  ['Russian', 422, {detail: 'Слишком длинный запрос'}],
  ['words of tomorrow', 422, {detail: 'this context is more than I can bear'}],
];

test.each(doubts)('%s may say that the prompt is too long', async (_name, status, body) => {
  const {server, events, options} = await meet(send(status, body));
  expect((await failureOf(options)).kind).toBe('perhaps-too-long');
  expect(server.received).toHaveLength(1);
  expect(events).toMatchObject([{outcome: 'perhaps-too-long', wait_ms: null}]);
});

test.each([
  [
    'a filter',
    {error: {message: 'Input data may be inappropriate', code: 'data_inspection_failed'}},
  ],
  ['a mode', {error: {message: 'This model only supports stream mode.'}}],
])('%s is refused without a doubt', async (_name, body) => {
  const {options} = await meet(send(400, body));
  expect((await failureOf(options)).kind).toBe('refused');
});

test('a rate limit that mentions the context is a rate limit', async () => {
  const {server, options} = await meet(send(429, {error: {message: `${openai} Slow down.`}}));
  expect((await failureOf(options)).kind).toBe('refused');
  expect(server.received).toHaveLength(6);
});
