import {expect, test} from 'vitest';
import {createAttempt} from '../../../src/model/endpoint/attempt.js';
import {question} from './endpoint-fixture.js';
import {createTestClock} from './test-clock.js';

test('a signal that comes while the connection is opened leaves no timer behind', async () => {
  const clock = createTestClock();
  const stop = new AbortController();
  const open = async () => {
    stop.abort(new Error('the user pressed Ctrl-C'));
    return {post: () => expect.fail('was asked'), close: async () => undefined};
  };
  const endpoint = {
    url: 'http://localhost/v1',
    model: 'm',
    keyVariable: null,
    proxyVariable: null,
    scrub: (text: string) => text,
  };
  const attempt = createAttempt(open, {
    endpoint,
    maxTokensField: 'max_tokens',
    timeoutMs: 600_000,
    clock,
  });
  await expect(attempt(question, stop.signal)).rejects.toThrow('the user pressed Ctrl-C');
  const before = clock.now();
  // Would move the time on to that of a timer still waiting.
  clock.expire();
  expect(clock.now()).toBe(before);
});
