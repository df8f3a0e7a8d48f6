import {Redis, ReplyError} from 'ioredis';
import {expect, test} from 'vitest';
import {countJudged} from '../../../src/judging/queue/queue-worker.js';
import {connectRedis, isOutage, refusalInOurWords} from '../../../src/judging/queue/redis.js';

const coded = (code: string) => Object.assign(new Error(`connect ${code}`), {code});

test.each([
  [coded('ECONNREFUSED'), true],
  [coded('ECONNRESET'), true],
  [new Error('Connection is closed.'), true],
  [new Error('LOADING Redis is loading the dataset in memory'), true],
  [new Error('WRONGPASS invalid username-password pair or user is disabled.'), false],
  [new Error("OOM command not allowed when used memory > 'maxmemory'."), false],
  [new Error('READONLY You can not write against a read only replica.'), false],
  [coded('ENOSPC'), false],
  ['no error', false],
])('a server that may come back is told from other troubles: %s', (error, expected) => {
  expect(isOutage(error)).toBe(expected);
});

test.each([
  ["OOM command not allowed when used memory > 'maxmemory'.", 'its memory is full'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'name another database'],
  ["READONLY You can't write against a read only replica.", 'refuses what a queue needs (READ'],
])('what Redis refuses is said with what to do: %s', (message, words) => {
  const said = refusalInOurWords(new ReplyError(message), 'redis://:secret@head:1');
  expect(String(said)).toContain(words);
  expect(String(said)).not.toContain('secret');
  const other = new Error(message);
  expect(refusalInOurWords(other, 'redis://head:1')).toBe(other);
});

test.each(['http://head', 'head:6379'])('%s is no queue, and no option is blamed', async (url) => {
  await expect(connectRedis({Redis}, url)).rejects.toThrow(
    /^the queue’s URL: expected redis:\/\/HOST:PORT or rediss:\/\/HOST:PORT$/,
  );
});

test('programs are counted in all, and over the last minute', () => {
  let now = 1_000_000;
  const count = countJudged(() => now);
  for (let i = 0; i < 90; i += 1) {
    count.add();
    now += 1_000;
  }
  expect([count.judged(), count.perMinute()]).toEqual([90, 59]);
  now += 30_000;
  expect(count.perMinute()).toBe(29);
  now += 60_000;
  expect([count.judged(), count.perMinute()]).toEqual([90, 0]);
});
