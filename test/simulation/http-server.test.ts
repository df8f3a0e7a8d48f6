import OpenAI from 'openai';
import {afterAll, describe, expect, test} from 'vitest';
import {defaultDecoding, type Message} from '../../src/model/model.js';
import {createSimulatedCoder} from '../../src/simulation/coder.js';
import {startSimulatedServer} from '../../src/simulation/http-server.js';
import {profiles} from '../../src/simulation/profiles.js';
import {starterWorld} from './starter-world.js';

const world = await starterWorld();
const server = await startSimulatedServer(world);
afterAll(() => server.close());
const client = new OpenAI({baseURL: server.url, apiKey: 'none', maxRetries: 0});

const [problem] = world.suite.problems;
const [profile] = profiles;
if (problem === undefined || profile === undefined) throw new Error('nothing to serve');
const messages: Message[] = [
  {role: 'system', content: 'Answer in Python.'},
  {role: 'user', content: problem.instruct_prompt},
];
const coder = createSimulatedCoder({profile, ...world});

function post(path: string, body: string): Promise<Response> {
  return fetch(`${server.url}${path}`, {method: 'POST', body});
}

describe('the official client', () => {
  test('lists every profile, all called simulated', async () => {
    const ids = (await client.models.list()).data.map(({id}) => id);
    expect(ids).toEqual(profiles.map(({id}) => id));
    expect(ids.every((id) => id.startsWith('simulated:'))).toBe(true);
  });

  test('gets the answers of the coder in process', async () => {
    const reply = await client.chat.completions.create({
      model: profile.id,
      messages,
      temperature: 0,
    });
    const answer = await coder.ask({messages, decoding: defaultDecoding, sample: 0});
    expect(reply.choices[0]?.message.content).toBe(answer.text);
    expect(reply.choices[0]?.finish_reason).toBe('stop');
    expect(reply.model).toBe(profile.id);
    expect(reply.usage).toMatchObject(answer.usage ?? {});
  });

  test('gets plain completions as well', async () => {
    const prompt = messages.map(({content}) => content).join('\n\n');
    const reply = await client.completions.create({model: profile.id, prompt});
    const answer = await coder.ask({
      messages,
      decoding: {...defaultDecoding, mode: 'plain'},
      sample: 0,
    });
    expect(reply.choices[0]?.text).toBe(answer.text);
  });
});

const asked = (fields: object) => JSON.stringify({model: profile.id, messages, ...fields});

test.each([
  [
    'another model',
    '/chat/completions',
    asked({model: 'gpt-4o'}),
    404,
    'there is no model "gpt-4o" here',
    'model_not_found',
  ],
  [
    'a problem of no suite',
    '/chat/completions',
    asked({messages: [{role: 'user', content: 'Hi'}]}),
    400,
    'finds no statement',
    'unknown_problem',
  ],
  ['no messages', '/chat/completions', asked({messages: []}), 400, 'messages: ', null],
  ['streaming', '/chat/completions', asked({stream: true}), 400, 'stream: ', null],
  ['no JSON', '/chat/completions', '{', 400, 'the body is not JSON', null],
  ['another path', '/embeddings', '{}', 404, 'POST /v1/embeddings', 'not_found'],
])('%s is refused in the API’s own shape', async (_, path, body, status, message, code) => {
  const reply = await post(path, body);
  expect(reply.status).toBe(status);
  expect(await reply.json()).toEqual({
    error: {
      message: expect.stringContaining(message),
      type: 'invalid_request_error',
      param: null,
      code,
    },
  });
});

test('delay and concurrency limit make answers wait for each other', async () => {
  const slow = await startSimulatedServer({...world, answerDelayMs: 100, concurrency: 2});
  const started = performance.now();
  const replies = await Promise.all(
    [1, 2, 3, 4].map(() =>
      fetch(`${slow.url}/chat/completions`, {method: 'POST', body: asked({})}),
    ),
  );
  const took = performance.now() - started;
  await slow.close();
  expect(replies.map(({status}) => status)).toEqual([200, 200, 200, 200]);
  // Two rounds of two.
  expect(took).toBeGreaterThanOrEqual(190);
});
