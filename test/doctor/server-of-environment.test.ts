import {afterEach, expect, test, vi} from 'vitest';
import {examineMachine} from '../../src/doctor/examine.js';

afterEach(() => void vi.unstubAllEnvs());

/** What is found of the server, without a Python to start. */
async function found(endpoint?: {apiKeyEnv: string}): Promise<string | undefined> {
  const {findings} = await examineMachine({python: 'no-such-python', endpoint});
  return findings.find(({subject}) => subject === 'Endpoint')?.found;
}

test('the server that OPENAI_BASE_URL names is asked whether it answers', async () => {
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
  expect(await found()).toMatch(/^http:\/\/127\.0\.0\.1:1\/v1 does not answer: /);
});

test('an OPENAI_BASE_URL that is none is found, and does not end the examination', async () => {
  vi.stubEnv('OPENAI_BASE_URL', 'localhost:8000');
  expect(await found()).toMatch(/^OPENAI_BASE_URL: not an http\(s\) URL/);
});

test('without it no server is looked for', async () => {
  vi.stubEnv('OPENAI_BASE_URL', '');
  expect(await found()).toBeUndefined();
});

test('a variable for the key goes with that server too, and means nothing without one', async () => {
  const endpoint = {apiKeyEnv: 'CONVCODEBENCH_NO_SUCH_KEY'};
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
  expect(await found(endpoint)).toContain('CONVCODEBENCH_NO_SUCH_KEY');
  vi.stubEnv('OPENAI_BASE_URL', '');
  await expect(found(endpoint)).rejects.toThrow(
    '`apiKeyEnv`: there is no server to show a key to; give `baseUrl`, or set OPENAI_BASE_URL',
  );
});
