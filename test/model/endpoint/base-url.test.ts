import {expect, test} from 'vitest';
import {credentialsOf, parseBaseUrl} from '../../../src/model/endpoint/base-url.js';
import {askOnce, key, meet} from './endpoint-fixture.js';
import {answer} from './stand-in-server.js';

test.each([
  ['http://localhost:8000/v1', 'http://localhost:8000/v1'],
  ['http://localhost:8000/v1/', 'http://localhost:8000/v1'],
  ['http://localhost:8000/v1/chat/completions', 'http://localhost:8000/v1'],
  ['http://localhost:8000/v1/chat/completions/', 'http://localhost:8000/v1'],
  ['http://localhost:8000/v1/completions', 'http://localhost:8000/v1'],
  ['https://g.example/v1beta/openai/', 'https://g.example/v1beta/openai'],
  ['http://localhost:8000', 'http://localhost:8000'],
])('%s is %s', (given, url) => {
  expect(parseBaseUrl(given).url).toBe(url);
});

/** As Azure's portal shows them to be copied: path below the host, and where it is then asked. */
test.each([
  [
    'a deployment',
    '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
    '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
  ],
  [
    'the models of a project',
    '/models/chat/completions?api-version=2024-05-01-preview',
    '/models/chat/completions?api-version=2024-05-01-preview',
  ],
  [
    'the interface of one path, with a version',
    '/openai/v1/chat/completions?api-version=preview',
    '/openai/v1/chat/completions?api-version=preview',
  ],
  ['the interface without a version', '/openai/v1/chat/completions', '/openai/v1/chat/completions'],
])('the target URI of Azure for %s is asked as it is', async (_what, target, asked) => {
  const {server, options} = await meet(answer);
  await askOnce({...options, baseUrl: server.url.replace('/v1', target)});
  expect(server.received.map(({path}) => path)).toEqual([asked]);
  const {headers} = server.received[0] ?? expect.fail();
  expect([headers['api-key'], headers.authorization]).toContain(
    headers['api-key'] === undefined ? `Bearer ${key}` : key,
  );
});

test.each([
  ['http://a:b@h/v1', 'a:b'],
  ['http://m%C3%A9:s%40@h/v1', 'mé:s@'],
  ['http://mé:b@h/v1', 'mé:b'],
  // What is no escape stands for itself, and ends nobody with a stack.
  ['http://a%zz:b%@h/v1', 'a%zz:b%'],
  ['http://h/v1', null],
])('the name and password of %s are %s', (url, credentials) => {
  expect(credentialsOf(new URL(url))).toBe(credentials);
});
