import {expect, onTestFinished, test, vi} from 'vitest';
import {systemClock} from '../../../src/model/endpoint/clock.js';

// Node's documentation of setTimeout: a delay larger than 2147483647 is set to 1.
test('a time longer than Node can count does not run out at once', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  onTestFinished(() => void vi.useRealTimers());
  let hasActed = false;
  const cancel = systemClock.after(3_000_000_000, () => {
    hasActed = true;
  });
  await vi.advanceTimersByTimeAsync(2_147_483_646);
  expect(hasActed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(hasActed).toBe(true);
  cancel();
});
