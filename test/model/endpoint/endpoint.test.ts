import {getEventListeners} from 'node:events';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createEndpointModel} from '../../../src/model/endpoint/endpoint.js';
import {ModelError} from '../../../src/model/model.js';
import {askOnce, failureOf, meet, question} from './endpoint-fixture.js';
import {
  answer,
  type Behaviour,
  chatReply,
  htmlPage,
  neverAnswer,
  resetMidBody,
  send,
  stallMidBody,
} from './stand-in-server.js';

const answered = {
  text: 'the answer',
  reasoning: null,
  finish_reason: 'stop',
  usage: {prompt_tokens: 11, completion_tokens: 7},
  model: 'served-model',
};

// Base 1 s, doubled each time, and half of the range drawn: worked by hand.
const halves = [500, 1_000, 2_000, 4_000, 8_000];

describe('what goes out', () => {
  test('a chat request carries key, model, messages and decoding', async () => {
    const {server, options} = await meet(answer);
    expect(await askOnce(options)).toEqual(answered);
    expect(server.received).toHaveLength(1);
    const {path, headers, body} = server.received[0] ?? expect.fail();
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe(`Bearer ${options.environment?.OPENAI_API_KEY}`);
    expect(JSON.parse(body)).toEqual({
      model: 'asked-model',
      messages: question.messages,
      temperature: 0,
      max_tokens: 2048,
    });
  });

  test('stop, seed, extra body and the field for reasoning models are sent when set', async () => {
    const {server, options} = await meet(answer);
    const decoding = {...question.decoding, stop: ['```\n'], seed: 7, extra_body: {top_k: 1}};
    await askOnce({...options, maxTokensField: 'max_completion_tokens'}, {...question, decoding});
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      model: 'asked-model',
      messages: question.messages,
      temperature: 0,
      max_completion_tokens: 2048,
      stop: ['```\n'],
      seed: 7,
      top_k: 1,
    });
  });

  test('a plain request asks /completions with the texts joined by a blank line', async () => {
    const {server, options} = await meet(
      send(200, {
        model: 'served-model',
        choices: [{text: 'plain answer', finish_reason: 'length'}],
        usage: null,
      }),
    );
    const messages = [
      {role: 'system' as const, content: 'Be brief.'},
      {role: 'user' as const, content: 'Write.'},
    ];
    const plain = await askOnce(options, {
      ...question,
      messages,
      decoding: {...question.decoding, mode: 'plain'},
    });
    expect(plain).toEqual({
      text: 'plain answer',
      reasoning: null,
      finish_reason: 'length',
      usage: null,
      model: 'served-model',
    });
    expect(server.received[0]?.path).toBe('/v1/completions');
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      prompt: 'Be brief.\n\nWrite.',
      max_tokens: 2048,
    });
  });

  test('classic Azure is asked by deployment, with its version and its own key header', async () => {
    const {server, options} = await meet(answer);
    const baseUrl = server.url.replace('/v1', '?api-version=2024-10-21');
    await askOnce({...options, baseUrl});
    await askOnce({
      ...options,
      baseUrl: server.url.replace('/v1', ''),
      azureApiVersion: '2024-06-01',
    });
    expect(server.received.map(({path}) => path)).toEqual([
      '/openai/deployments/asked-model/chat/completions?api-version=2024-10-21',
      '/openai/deployments/asked-model/chat/completions?api-version=2024-06-01',
    ]);
    expect(server.received[0]?.headers['api-key']).toBe(options.environment?.OPENAI_API_KEY);
    expect(server.received[0]?.headers.authorization).toBeUndefined();
  });

  test('credentials in the URL are sent as basic authorization', async () => {
    const {server, options} = await meet(answer);
    await askOnce({
      ...options,
      baseUrl: server.url.replace('//', '//me:pass%20word@'),
      environment: {},
    });
    expect(server.received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:pass word').toString('base64')}`,
    );
  });
});

describe('trying again', () => {
  const transient: [string, Behaviour][] = [
    [
      '429 without Retry-After',
      send(429, {error: {message: 'slow down', code: 'rate_limit_exceeded'}}),
    ],
    ['408', send(408, '')],
    ['409', send(409, {error: {message: 'conflict'}})],
    ['500', send(500, {error: {message: 'internal error'}})],
    ['503', send(503, 'upstream connect error')],
    ['a reset in the middle of the body', resetMidBody],
    [
      'an error with status 200',
      send(200, {error: {message: 'provider returned error', code: 502}}),
    ],
    [
      'an error with status 200 in the old form',
      send(200, {object: 'error', message: 'engine is starting'}),
    ],
    ['half an answer with finish_reason error', send(200, chatReply({finish_reason: 'error'}))],
    ['an answer that was aborted', send(200, chatReply({finish_reason: 'abort'}))],
    [
      'an answer that lacked resources',
      send(200, chatReply({finish_reason: 'insufficient_system_resource'})),
    ],
    [
      'half an answer whose choice carries an error',
      send(200, {
        choices: [{...chatReply().choices[0], error: {code: 502, message: 'Provider returned'}}],
      }),
    ],
    ['an answer beside an error', send(200, {...chatReply(), error: {message: 'lost'}})],
    ['an answer beside an error in one word', send(200, {...chatReply(), error: 'lost'})],
    ['an answer beside an error without words', send(200, {...chatReply(), error: {code: 502}})],
    ['an answer beside an error that is said to be one', send(200, {...chatReply(), error: true})],
    [
      'an answer whose choice carries an error without words',
      send(200, {choices: [{...chatReply().choices[0], error: {type: 'overloaded'}}]}),
    ],
    ['a status of HTTP instead of choices', send(200, {code: 429, msg: 'slow down'})],
    [
      'a 503 whose body cannot be unpacked',
      (response) => {
        response.writeHead(503, {'content-encoding': 'gzip'}).end(Buffer.from([0x1f, 0x8b, 0xff]));
      },
    ],
    ['a status that nobody knows', (response) => void response.writeHead(999).end('no')],
  ];
  // Status 200, so each of them may be on the bill.
  const badReplies: [string, Behaviour][] = [
    ['an HTML page instead of JSON', htmlPage],
    ['broken JSON', send(200, '{"choices":[{"finish_reason":"st')],
    ['an empty body', send(200, '')],
    ['an object without choices', send(200, {})],
    ['words instead of choices', send(200, {detail: 'not today', code: 1302})],
    ['a list', send(200, [chatReply()])],
    ['a number for a text', send(200, chatReply({message: {content: 42}}))],
    ['empty choices', send(200, {...chatReply(), choices: []})],
    [
      'neither text nor finish_reason',
      send(200, chatReply({message: {content: ''}, finish_reason: null})),
    ],
    [
      'neither content nor finish_reason',
      send(200, {...chatReply(), choices: [{message: {role: 'assistant'}}]}),
    ],
  ];

  test.each(transient)('%s is asked again and then answered', async (_name, behaviour) => {
    const {server, clock, events, options} = await meet(behaviour, answer);
    expect(await askOnce(options)).toEqual(answered);
    expect(server.received).toHaveLength(2);
    expect(clock.sleeps).toEqual(halves.slice(0, 1));
    expect(events.map(({outcome, attempt, wait_ms}) => ({outcome, attempt, wait_ms}))).toEqual([
      {outcome: 'retry', attempt: 1, wait_ms: 500},
      {outcome: 'answered', attempt: 2, wait_ms: null},
    ]);
  });

  test.each(transient)('%s for ever is refused after five retries', async (_name, behaviour) => {
    const {server, clock, events, options} = await meet(behaviour);
    expect((await failureOf(options)).kind).toBe('refused');
    expect(server.received).toHaveLength(6);
    expect(clock.sleeps).toEqual(halves);
    expect(events.at(-1)).toMatchObject({outcome: 'refused', attempt: 6, wait_ms: null});
  });

  test.each(badReplies)('%s is refused at once', async (_name, behaviour) => {
    const {server, clock, events, options} = await meet(behaviour, answer);
    expect(await failureOf(options)).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^bad reply: /),
    });
    expect(server.received).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    expect(events).toMatchObject([{outcome: 'refused', attempt: 1, wait_ms: null}]);
  });

  test.each([
    ['says nothing', neverAnswer],
    ['stops in the middle of the body', stallMidBody],
  ])(
    'a server that %s is given up after the time limit and asked again',
    async (_name, behaviour) => {
      const {server, clock, events, options} = await meet(behaviour, answer);
      const asked = askOnce({...options, timeoutMs: 90_000});
      await server.arrived(1);
      clock.expire();
      expect(await asked).toEqual(answered);
      expect(events[0]).toMatchObject({
        outcome: 'retry',
        status: null,
        reason: 'no reply within 90 s',
        duration_ms: 90_000,
      });
    },
  );

  test('attempts and waits together end at the wall-time limit', async () => {
    const {server, clock, options} = await meet(send(503, ''));
    // 500 + 1,000 ms are waited; another 2,000 would pass 3,000.
    const error = await failureOf({...options, retry: {maxWallMs: 3_000}});
    expect(error).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('attempt 3, the last'),
    });
    expect(clock.sleeps).toEqual([500, 1_000]);
    expect(server.received).toHaveLength(3);
  });

  test('what the limits per minute hold a retry back counts, what they held back the first attempt does not', async () => {
    // A slot a minute. The second question waits 60 s for its own, which alone would be too long;
    // half a second of backoff and 59.5 s for the next slot are too long for a retry.
    const {server, clock, options} = await meet(answer, send(503, ''), answer);
    const rateLimits = {requestsPerMinute: 1, tokensPerMinute: null};
    const model = createEndpointModel({...options, rateLimits, retry: {maxWallMs: 30_000}});
    onTestFinished(() => model.close?.());
    await model.ask(question);
    await expect(model.ask(question)).rejects.toMatchObject({
      kind: 'refused',
      message: '503: an empty body',
    });
    expect(clock.sleeps).toEqual([60_000, 500, 59_500]);
    expect(server.received).toHaveLength(2);
  });

  test('a signal ends the question with its own reason, without a further attempt', async () => {
    const {server, events, options} = await meet(neverAnswer);
    const stop = new AbortController();
    const asked = askOnce(options, question, stop.signal);
    await server.arrived(1);
    stop.abort(new Error('the user pressed Ctrl-C'));
    await expect(asked).rejects.toThrow('the user pressed Ctrl-C');
    expect(server.received).toHaveLength(1);
    expect(events).toEqual([]);
  });

  test('a signal that outlives the question keeps nothing of it', async () => {
    const {options} = await meet(send(503, ''), answer);
    const {signal} = new AbortController();
    await askOnce(options, question, signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('a server that has gone is fatal when it does not come back, one that never was there at once', async () => {
    const {server, clock, events, options} = await meet(
      send(503, ''),
      (_response, _request, stop) => stop(),
    );
    expect(await failureOf(options)).toMatchObject({
      kind: 'fatal',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(server.received).toHaveLength(2);
    expect(clock.sleeps).toEqual(halves);
    expect(events).toHaveLength(6);
    expect((await failureOf(options)).kind).toBe('fatal');
    expect(clock.sleeps).toEqual(halves);
  });
});

describe('Retry-After', () => {
  test.each([
    // What was asked for, and half of the first range of 1 s.
    ['seconds', '7', 7_500],
    ['a date', new Date(Date.UTC(2026, 0, 1, 0, 0, 12)).toUTCString(), 12_500],
    ['minutes', '600', 600_500],
    ['a date in the past', new Date(Date.UTC(2025, 0, 1)).toUTCString(), 500],
    ['nothing readable', 'soon', 500],
    ['the same header twice', '7, 7', 7_500],
  ])('given as %s is honoured', async (_name, value, waitMs) => {
    const {clock, options} = await meet(
      send(429, {error: {message: 'slow down'}}, {'retry-after': value}),
      answer,
    );
    expect(await askOnce(options)).toEqual(answered);
    expect(clock.sleeps).toEqual([waitMs]);
  });
});

describe('a server that is waited for', () => {
  const loading = send(503, {
    error: {code: 503, message: 'Loading model', type: 'unavailable_error'},
  });

  test('one that is loading is asked until it is there, and that is no retry', async () => {
    const {server, clock, events, options} = await meet(
      loading,
      ...Array<Behaviour>(8).fill(loading),
      send(500, ''),
      answer,
    );
    expect(await askOnce({...options, retry: {maxRetries: 1}})).toEqual(answered);
    expect(server.received).toHaveLength(11);
    expect(clock.sleeps.slice(0, 9).every((ms) => ms >= 1_000 && ms <= 10_000)).toBe(true);
    expect(events.slice(0, 9).every(({outcome}) => outcome === 'retry')).toBe(true);
  });

  test('and no longer than --wait-for-server; then the run ends in its words', async () => {
    const {clock, options} = await meet(loading);
    const error = await failureOf({...options, retry: {waitForServerMs: 60_000}});
    expect(error).toMatchObject({
      kind: 'fatal',
      message: expect.stringMatching(/still loading after \d+ s \(503: Loading model\)/),
    });
    const waited = clock.sleeps.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThan(45_000);
    expect(waited).toBeLessThanOrEqual(60_000);
  });

  test('the time counts from when it was there last', async () => {
    const {options} = await meet(loading, answer, loading, answer);
    const model = createEndpointModel({...options, retry: {waitForServerMs: 1_500}});
    onTestFinished(() => model.close?.());
    expect([await model.ask(question), await model.ask(question)]).toEqual([answered, answered]);
  });

  test('a server under load is no server that loads', async () => {
    const {server, options} = await meet(send(503, {error: 'server overloaded, high load'}));
    expect((await failureOf(options)).kind).toBe('refused');
    expect(server.received).toHaveLength(6);
  });

  test('a Retry-After beyond all patience ends the run and says until when', async () => {
    const {server, clock, options} = await meet(
      send(429, {error: {message: 'come back later'}}, {'retry-after': '7200'}),
    );
    const error = await failureOf(options);
    expect(error).toMatchObject({
      kind: 'fatal',
      message: expect.stringContaining('until 2026-01-01 02:00 UTC (429: come back later)'),
    });
    expect(server.received).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  test.each([
    ['retry-after', '1'.padEnd(40, '0')],
    ['retry-after-ms', 'Infinity'],
    ['retry-after', 'Fri, 31 Dec 9999 23:59:59 GMT'],
  ])('so does a %s beyond every calendar (%s)', async (name, value) => {
    const {options} = await meet(send(429, {error: 'never'}, {[name]: value}));
    expect(await failureOf(options)).toMatchObject({
      kind: 'fatal',
      message: expect.stringContaining('until 9999-12-31 00:00 UTC (429: never)'),
    });
  });

  test('no credit for what is in flight (402 with Retry-After) passes', async () => {
    const {options} = await meet(send(402, {error: 'in flight'}, {'retry-after': '2'}), answer);
    expect(await askOnce(options)).toEqual(answered);
  });
});

test('closing does not wait for a server that says nothing', async () => {
  const {server, options} = await meet(neverAnswer);
  const model = createEndpointModel({...options, retry: {maxRetries: 0}});
  const asked = model.ask(question);
  await server.arrived(1);
  await Promise.all([model.close?.(), expect(asked).rejects.toMatchObject({kind: 'refused'})]);
});

describe('limits per minute', () => {
  test('requests are counted with their retries', async () => {
    const {clock, options} = await meet(send(503, ''), answer);
    const rateLimits = {requestsPerMinute: 1, tokensPerMinute: null};
    expect(await askOnce({...options, rateLimits})).toEqual(answered);
    // Half a second of backoff, then the rest of the minute.
    expect(clock.sleeps).toEqual([500, 59_500]);
  });

  test('tokens are set aside for the longest answer and given back when it was shorter', async () => {
    // 17 characters are 5 tokens, and 2,048 may be answered; used were 11 + 7: the second question
    // fits at once, a third one does not.
    const rateLimits = {requestsPerMinute: null, tokensPerMinute: 2_053 + 18};
    const {clock, options} = await meet(answer);
    const model = createEndpointModel({...options, rateLimits});
    onTestFinished(() => model.close?.());
    await model.ask(question);
    await model.ask(question);
    expect(clock.sleeps).toEqual([]);
    await model.ask(question);
    expect(clock.sleeps).toEqual([60_000]);
  });

  test('a server that asks one question to wait is left alone by the others too', async () => {
    const {server, clock, options} = await meet(send(429, '', {'retry-after': '7'}));
    const model = createEndpointModel({...options, retry: {maxRetries: 0}});
    onTestFinished(() => model.close?.());
    await expect(model.ask(question)).rejects.toThrow('429');
    expect(clock.sleeps).toEqual([]);
    await expect(model.ask(question)).rejects.toThrow('429');
    // Half of the first range of 1 s later.
    expect(clock.sleeps).toEqual([7_500]);
    expect(server.received).toHaveLength(2);
  });
});

describe('answers that look odd', () => {
  test.each([
    ['content null', {message: {content: null}}, {text: ''}],
    [
      'no content at all',
      {message: {content: undefined}, finish_reason: 'length'},
      {text: '', finish_reason: 'length'},
    ],
    ['cut by length', {finish_reason: 'length'}, {finish_reason: 'length'}],
    [
      'a filter',
      {message: {content: null}, finish_reason: 'content_filter'},
      {text: '', finish_reason: 'content_filter'},
    ],
    [
      'reasoning_content',
      {message: {reasoning_content: 'let me think'}},
      {reasoning: 'let me think'},
    ],
    ['reasoning', {message: {content: null, reasoning: 'hmm'}}, {text: '', reasoning: 'hmm'}],
    [
      'an empty reasoning_content beside reasoning',
      {message: {reasoning_content: '', reasoning: 'hmm'}},
      {reasoning: 'hmm'},
    ],
    ['an empty reasoning', {message: {reasoning: ''}}, {reasoning: null}],
    ['a text without finish_reason', {finish_reason: null}, {finish_reason: 'unknown'}],
    [
      'content in parts',
      {
        message: {
          content: [
            {type: 'text', text: 'the '},
            {type: 'image_url', image_url: {}},
            {type: 'text', text: 'answer'},
          ],
        },
      },
      {text: 'the answer'},
    ],
    [
      'content in parts that say no type, or another one, or nothing',
      {
        message: {
          content: ['the ', {text: 'ans'}, {type: 'output_text', text: 'wer'}, null, 7],
        },
      },
      {text: 'the answer'},
    ],
    [
      'content with thoughts among its parts',
      {
        message: {
          content: [
            {type: 'reasoning', text: 'hm'},
            {type: 'text', text: 'the answer'},
          ],
        },
      },
      {text: 'the answer'},
    ],
    ['content that is one part', {message: {content: {type: 'text', text: 'the answer'}}}, {}],
    ['a finish_reason that is no text', {finish_reason: {type: 'eos'}}, {finish_reason: 'unknown'}],
    ['an empty finish_reason', {finish_reason: ''}, {finish_reason: 'unknown'}],
    ['usage as text', {usage: {prompt_tokens: '11', completion_tokens: 7}}, {usage: null}],
    ['negative usage', {usage: {prompt_tokens: -1, completion_tokens: 7}}, {usage: null}],
    ['usage of another kind', {usage: 'many'}, {usage: null}],
    ['a lone surrogate', {message: {content: 'a\ud800b'}}, {text: 'a\ufffdb'}],
  ])('%s is an answer all the same', async (_name, parts, expected) => {
    const {server, options} = await meet(send(200, chatReply(parts)));
    expect(await askOnce(options)).toEqual({...answered, ...expected});
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['reasoning', {reasoning: 'hmm'}, {reasoning: 'hmm'}],
    ['reasoning_content', {reasoning_content: 'hmm', reasoning: ''}, {reasoning: 'hmm'}],
    ['no finish_reason', {finish_reason: null}, {finish_reason: 'unknown'}],
  ])('a plain answer with %s is read like one of a chat', async (_name, parts, expected) => {
    const choice = {text: 'the answer', finish_reason: 'stop', ...parts};
    const {options} = await meet(send(200, {...chatReply(), choices: [choice]}));
    const plain = {...question, decoding: {...question.decoding, mode: 'plain' as const}};
    expect(await askOnce(options, plain)).toEqual({...answered, ...expected});
  });

  test('what stands in further choices does not matter, nor an error that is none', async () => {
    const [first] = chatReply().choices;
    const error = {code: 0, message: '', type: null, details: []};
    const {options} = await meet(send(200, {...chatReply(), choices: [first, null, 7], error}));
    expect(await askOnce(options)).toEqual(answered);
  });

  test('a text that stands where the other kind of reply has it is found', async () => {
    const plain = {...question, decoding: {...question.decoding, mode: 'plain' as const}};
    const choices = [{text: 'the answer', finish_reason: 'stop'}];
    const {options} = await meet(send(200, {...chatReply(), choices}), answer);
    expect(await askOnce(options)).toEqual(answered);
    expect(await askOnce(options, plain)).toEqual(answered);
  });

  test('a choice without a message is an empty answer, if only it has finished', async () => {
    const choices = [{index: 0, finish_reason: 'content_filter'}];
    const {options} = await meet(send(200, {...chatReply(), choices, error: null}));
    expect(await askOnce(options)).toEqual({
      ...answered,
      text: '',
      finish_reason: 'content_filter',
    });
  });

  test('a refusal by the model is an answer without text, its words in the journal', async () => {
    const {events, options} = await meet(
      send(200, chatReply({message: {content: null, refusal: 'I cannot help.'}})),
    );
    expect(await askOnce(options)).toEqual({...answered, text: ''});
    expect(events).toMatchObject([{outcome: 'answered', reason: 'I cannot help.'}]);
  });

  test('a reply that does not name its model is taken for the one asked', async () => {
    const {options} = await meet(send(200, {...chatReply(), model: undefined}));
    expect((await askOnce(options)).model).toBe('asked-model');
  });
});

describe('what no retry mends', () => {
  test.each([
    [
      '401',
      send(401, {error: {message: 'Incorrect API key', code: 'invalid_api_key'}}),
      'check the key in OPENAI_API_KEY',
    ],
    ['403', send(403, 'Forbidden'), 'check the key in OPENAI_API_KEY'],
    ['402', send(402, {error: {message: 'Insufficient Balance'}}), 'topped up'],
    [
      'a used-up quota',
      send(429, {error: {message: 'quota', code: 'insufficient_quota'}}),
      'topped up',
    ],
    [
      'an unknown model (OpenAI)',
      send(404, {
        error: {message: 'The model `asked-model` does not exist', code: 'model_not_found'},
      }),
      'does not know the model "asked-model"',
    ],
    [
      'an unknown model (vLLM before 0.10)',
      send(404, {
        object: 'error',
        message: 'The model `asked-model` does not exist.',
        type: 'NotFoundError',
        code: 404,
      }),
      'does not know the model "asked-model"',
    ],
    [
      'an unknown model (Ollama)',
      send(404, {
        error: {message: 'model "asked-model" not found, try pulling it first', type: 'api_error'},
      }),
      'does not know the model "asked-model"',
    ],
    ['a wrong path (FastAPI)', send(404, {detail: 'Not Found'}), 'check the base URL'],
    ['a redirect', send(308, '', {location: 'https://elsewhere.example/'}), 'check the base URL'],
    [
      'a field that the model does not take',
      send(400, {
        error: {
          message: "Use 'max_completion_tokens'",
          code: 'unsupported_parameter',
          param: 'max_tokens',
        },
      }),
      '`maxTokensField`',
    ],
  ])('%s is fatal at once, in one line', async (_name, behaviour, words) => {
    const {server, clock, events, options} = await meet(behaviour);
    const error = await failureOf(options);
    expect(error).toMatchObject({kind: 'fatal', message: expect.stringContaining(words)});
    expect(error.message).toContain(server.url);
    expect(error.message).not.toContain('\n');
    expect(server.received).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    expect(events).toMatchObject([{outcome: 'fatal', attempt: 1}]);
  });

  test.each([
    ['another 400', send(400, {error: {message: 'messages must alternate'}})],
    [
      "OpenRouter's moderation, even before any answer",
      send(403, {
        error: {
          code: 403,
          message: 'Your chosen model requires moderation and your input was flagged',
        },
      }),
    ],
    ["Azure's content filter", send(400, {error: {message: 'filtered', code: 'content_filter'}})],
    [
      '422 by FastAPI, which says the request back',
      send(422, {detail: [{msg: 'bad value', input: 'maximum context length'}]}),
    ],
  ])('%s is refused at once', async (_name, behaviour) => {
    const {server, options} = await meet(behaviour);
    expect((await failureOf(options)).kind).toBe('refused');
    expect(server.received).toHaveLength(1);
  });
});

describe('turned away after an answer', () => {
  /** Asks one after the other; the kinds of the failures, null for an answer. */
  async function endings(
    behaviours: [Behaviour, ...Behaviour[]],
    questions: number,
  ): Promise<(string | null)[]> {
    const {options} = await meet(...behaviours);
    const model = createEndpointModel({...options, retry: {maxRetries: 0}});
    onTestFinished(() => model.close?.());
    const kinds: (string | null)[] = [];
    for (let asked = 0; asked < questions; asked += 1)
      kinds.push(
        await model.ask(question).then(
          () => null,
          (error: unknown) => (error instanceof ModelError ? error.kind : String(error)),
        ),
      );
    return kinds;
  }

  test.each([
    ['403 of a firewall', send(403, '<html><title>Request blocked</title></html>')],
    ['404', send(404, {detail: 'Not Found'})],
    ['405', send(405, '')],
    ['a redirect', send(302, '', {location: '/blocked'})],
  ])('%s concerns one prompt: it is refused, and the next one asked', async (_name, behaviour) => {
    expect(await endings([answer, behaviour, answer], 3)).toEqual([null, 'refused', null]);
    expect(await endings([send(503, ''), behaviour], 2)).toEqual(['refused', 'fatal']);
    expect(await endings([htmlPage, behaviour], 2)).toEqual(['refused', 'fatal']);
  });

  test.each([
    ['401', send(401, '')],
    ['403 that names the key', send(403, {error: {message: 'This API key was revoked.'}})],
    [
      '403 that names the model',
      send(403, {
        error: {
          message: 'Project x does not have access to model `asked-model`',
          code: 'model_not_found',
        },
      }),
    ],
    [
      '403 that keeps the model from us',
      send(403, {error: {message: 'You are not allowed to use this model'}}),
    ],
    [
      '404 that names the model',
      send(404, {error: {message: 'The model `asked-model` does not exist'}}),
    ],
  ])('%s stays fatal', async (_name, behaviour) => {
    expect(await endings([answer, behaviour], 2)).toEqual([null, 'fatal']);
  });

  test('a hundred in a row without an answer between them are the server, not the prompts', async () => {
    const kinds = await endings(
      [answer, ...Array<Behaviour>(60).fill(send(403, '')), answer, send(403, '')],
      163,
    );
    expect(kinds.slice(61)).toEqual([null, ...Array<string>(100).fill('refused'), 'fatal']);
  });
});
