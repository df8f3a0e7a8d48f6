import {afterEach, describe, expect, test, vi} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {openModel} from '../../src/open/open-model.js';
import {serverOf} from '../../src/open/server.js';
import {loadSuite} from '../../src/problem/suite.js';

afterEach(() => vi.unstubAllEnvs());

describe('a model that is known by its name is asked', () => {
  test('at the server that is given', () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://other:1/v1');
    expect(serverOf('http://mine:1/v1')).toBe('http://mine:1/v1');
  });

  test('else where OPENAI_BASE_URL says', () => {
    vi.stubEnv('OPENAI_BASE_URL', ' http://other:1/v1 ');
    expect(serverOf(undefined)).toBe('http://other:1/v1');
  });

  test.each(['', '  '])('else at the default, also where the variable is %j', (value) => {
    vi.stubEnv('OPENAI_BASE_URL', value);
    expect(serverOf(undefined)).toBe('http://localhost:8000/v1');
    expect(serverOf(undefined, 'https://there/v1')).toBe('https://there/v1');
  });

  test.each(['ftp://x', 'localhost:8000', 'http://'])('and not at %s', (value) => {
    vi.stubEnv('OPENAI_BASE_URL', value);
    expect(() => serverOf(undefined)).toThrow(UsageError);
    expect(() => serverOf(undefined)).toThrow(/^OPENAI_BASE_URL: not an http\(s\) URL/);
  });
});

describe('who opens a model is told its server', () => {
  const serverOfModel = async (spec: string) =>
    (await openModel(spec, await loadSuite('starter'), () => {})).server;

  test('without what is secret in it', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://user:password@host:1/v1?token=secretsecret');
    expect(await serverOfModel('org/model')).toBe('http://host:1/v1');
  });

  test('and that simulated coders have none, whatever the variable says', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://other:1/v1');
    expect(await serverOfModel('simulated:careful')).toBeNull();
    expect(await serverOfModel('canonical')).toBeNull();
  });
});
