import {describe, expect, onTestFinished, test} from 'vitest';
import {createEndpointModel} from '../../../src/model/endpoint/endpoint.js';
import {defaultDecoding, type Request} from '../../../src/model/model.js';
import {askOnce, failureOf, meet, question} from './endpoint-fixture.js';
import {answer, send} from './stand-in-server.js';

const everything: Request = {
  messages: [
    {role: 'system', content: 'Be brief.'},
    {role: 'user', content: 'Write a function.'},
  ],
  decoding: {...defaultDecoding, stop: ['END'], seed: 7, extra_body: {top_k: 1, user: 'me'}},
  sample: 0,
};

/** What a server says of a field it does not want, in its own words, and the way out. */
const refusals: [string, number, unknown, string][] = [
  [
    'OpenAI: temperature',
    400,
    {
      error: {
        message:
          "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
      },
    },
    '`temperature: null`',
  ],
  [
    'words that nobody foresaw: temperature',
    422,
    {detail: 'we would rather you kept temperature out of this'},
    '`temperature: null`',
  ],
  [
    'OpenAI: max_tokens',
    400,
    {
      error: {
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        param: 'max_tokens',
        code: 'unsupported_parameter',
      },
    },
    '`maxTokensField` max_completion_tokens',
  ],
  [
    'Anthropic: more than it ever answers',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'max_tokens: 2048 > 1024, which is the maximum allowed number of output tokens',
      },
    },
    'a smaller `max_tokens`',
  ],
  [
    'FastAPI: seed',
    422,
    {
      detail: [
        {type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted'},
      ],
    },
    'leave out `seed`',
  ],
  [
    'old OpenAI: seed',
    400,
    {error: {message: 'Unrecognized request argument supplied: seed', param: null}},
    'leave out `seed`',
  ],
  [
    'Gemini: seed',
    400,
    [{error: {code: 400, message: 'Invalid JSON payload received. Unknown name "seed"'}}],
    'leave out `seed`',
  ],
  [
    'xAI: stop, named last',
    400,
    {error: 'Argument not supported on this model: stop'},
    'leave out `stop`',
  ],
  ['other letters: seed', 400, {message: '不支持seed参数'}, 'leave out `seed`'],
  ['camel case: a further field', 400, {message: 'Unknown name "topK"'}, '"top_k" of `extra_body`'],
  [
    'a sentence that begins with it: temperature',
    400,
    {error: {message: 'Temperature must be 1 when thinking is enabled'}},
    '`temperature: null`',
  ],
  [
    'the way to a field: temperature',
    400,
    {error: {message: 'bad value', param: 'body.temperature'}},
    '`temperature: null`',
  ],
  [
    'an exception of the engine: temperature',
    500,
    {detail: "generate() got an unexpected keyword argument 'temperature'"},
    '`temperature: null`',
  ],
  [
    'llama.cpp, an exception of the template: the system role',
    500,
    {error: {code: 500, message: 'Jinja Exception: System role not supported'}},
    '`systemPrompt: false`',
  ],
  [
    'FastAPI: a bound on max_tokens',
    422,
    {detail: [{loc: ['body', 'max_tokens'], msg: 'Input should be less than or equal to 1024'}]},
    'a smaller `max_tokens`',
  ],
  ['a gateway: stop', 400, {error: "property 'stop' is unsupported"}, 'leave out `stop`'],
  ['a further field', 400, {error: {message: '`top_k` is not allowed'}}, '"top_k" of `extra_body`'],
  [
    'OpenAI: the system role',
    400,
    {
      error: {
        message: "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
        param: 'messages[0].role',
        code: 'unsupported_value',
      },
    },
    '`systemPrompt: false`',
  ],
  ['Gemma: the system role', 400, {message: 'System role not supported'}, '`systemPrompt: false`'],
  [
    "Mistral's template",
    400,
    {message: 'Conversation roles must alternate user/assistant/user/assistant/...'},
    '`systemPrompt: false`',
  ],
  [
    'Gemini: developer instruction',
    400,
    [{error: {message: 'Developer instruction is not enabled for models/gemma-3-27b-it'}}],
    '`systemPrompt: false`',
  ],
];

test.each(refusals)(
  '%s: the run ends at the first refusal and names the option',
  async (...row) => {
    const [, status, body, remedy] = row;
    const {server, options} = await meet(send(status, body));
    const {kind, message} = await failureOf(options, everything);
    expect({kind, message}).toEqual({kind: 'fatal', message: expect.stringContaining(remedy)});
    expect(server.received).toHaveLength(1);
  },
);

describe('is about this question alone', () => {
  test.each([
    ['a field that was not sent', {error: {message: "'seed' is not supported"}}, question],
    ['a role where no system role was sent', {message: 'roles must alternate'}, question],
    [
      'an everyday word that is also a field of `extra_body`',
      {error: {message: 'the user asked for something odd'}},
      everything,
    ],
    [
      'a filter that repeats words of the prompt',
      {error: {message: 'filtered: "temperature in Berlin"', code: 'content_filter'}},
      everything,
    ],
  ])('%s', async (_what, body, request) => {
    const {options} = await meet(send(400, body));
    expect((await failureOf(options, request)).kind).toBe('refused');
  });

  test('a setting that other questions were answered with', async () => {
    const {options} = await meet(answer, send(400, {error: {message: "'temperature'?"}}), answer);
    const model = createEndpointModel(options);
    onTestFinished(() => model.close?.());
    await model.ask(question);
    await expect(model.ask(question)).rejects.toMatchObject({kind: 'refused'});
    expect((await model.ask(question)).text).toBe('the answer');
  });
});

test.each([
  'The maximum tokens you requested exceeds the model limit of 1024.',
  '`max_tokens` must be at most 1024, which is less than the `context_window`',
  'it has a maxOutputTokens value of 2048 but the supported range is up to 1024 tokens',
])('%s: it may be the prompt, and the other remedy is told too', async (message) => {
  const {options} = await meet(send(400, {error: {message}}));
  expect(await failureOf(options, everything)).toMatchObject({
    kind: 'perhaps-too-long',
    message: expect.stringContaining('a smaller `max_tokens` may help'),
  });
});

test('what is left out is not sent', async () => {
  const {server, options} = await meet(answer);
  const decoding = {...defaultDecoding, temperature: null, max_tokens: null};
  await askOnce(options, {...question, decoding});
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    model: 'asked-model',
    messages: question.messages,
  });
});
