import {expect, onTestFinished, test, vi} from 'vitest';
import {askOnce, meet} from './endpoint-fixture.js';
import {startStandInProxy} from './stand-in-proxy.js';
import {answer} from './stand-in-server.js';

// In a file of its own: undici keeps one timer for the whole process, which must be a false one
// from the start.
test('an answer may take longer than the 300 s after which Node gives up, through a proxy too', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  const held: (() => void)[] = [];
  const {server, events, options} = await meet((...exchange) =>
    held.push(() => answer(...exchange)),
  );
  const proxy = await startStandInProxy();
  const asked = [askOnce(options), askOnce({...options, environment: {HTTP_PROXY: proxy.url}})];
  await server.arrived(2);
  await vi.advanceTimersByTimeAsync(400_000);
  for (const answerNow of held) answerNow();
  expect((await Promise.all(asked)).map(({text}) => text)).toEqual(['the answer', 'the answer']);
  expect(proxy.forwarded).toHaveLength(1);
  const first = {outcome: 'answered', attempt: 1};
  expect(events).toMatchObject([first, first]);
});
