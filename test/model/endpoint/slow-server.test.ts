import {expect, onTestFinished, test, vi} from 'vitest';
import {askOnce, meet} from './endpoint-fixture.js';
import {answer} from './stand-in-server.js';

// In a file of its own: undici keeps one timer for the whole process, which must be a false one
// from the start.
test('an answer may take longer than the 300 s after which Node gives up', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  const held: (() => void)[] = [];
  const {server, events, options} = await meet((...exchange) =>
    held.push(() => answer(...exchange)),
  );
  const asked = askOnce(options);
  await server.arrived(1);
  await vi.advanceTimersByTimeAsync(400_000);
  for (const answerNow of held) answerNow();
  expect((await asked).text).toBe('the answer');
  expect(events).toMatchObject([{outcome: 'answered', attempt: 1}]);
});
