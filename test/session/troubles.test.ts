import {expect, test} from 'vitest';
import {createTroubles} from '../../src/session/troubles.js';

const failed = (reason: string) => ({outcome: 'retry', reason}) as const;

test('the commonest failure of the last minute, numbers aside, in its latest words', () => {
  let time = 0;
  const troubles = createTroubles(() => time);
  expect(troubles.commonest()).toBeNull();
  troubles.observe(failed('500: out of memory'));
  troubles.observe({outcome: 'answered', reason: 'the model declined'});
  expect(troubles.commonest()).toEqual({reason: '500: out of memory', attempts: 1});
  time = 30_000;
  troubles.observe(failed('429: wait 3s'));
  troubles.observe(failed('429: wait 12s'));
  troubles.observe(failed('no reply within 60 s'));
  expect(troubles.commonest()).toEqual({reason: '429: wait 12s', attempts: 2});
  time = 89_999;
  expect(troubles.commonest()?.attempts).toBe(2);
  time = 90_000;
  expect(troubles.commonest()).toBeNull();
});
