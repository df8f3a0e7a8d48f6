import {describe, expect, test} from 'vitest';
import {ofShard, parseShard, shardIndexOf, shardSchema} from '../../src/problem/shard.js';

const problems = Array.from({length: 1140}, (_, i) => ({task_id: `BigCodeBench/${i}`}));

describe('a shard', () => {
  test('takes a problem by the SHA-256 of its id, as a number, modulo the count', () => {
    // printf BigCodeBench/0 | sha256sum, the number modulo 4 and 1000 by Python
    expect(shardIndexOf('BigCodeBench/0', 4)).toBe(2);
    expect(shardIndexOf('BigCodeBench/0', 1000)).toBe(506);
  });

  test('and its fellows take each problem once, in their order, evenly', () => {
    const shards = [0, 1, 2, 3].map((index) => ofShard(problems, {index, count: 4}));
    expect(shards.flat().toSorted()).toHaveLength(1140);
    expect(new Set(shards.flat()).size).toBe(1140);
    for (const shard of shards) expect(shard.length).toBeGreaterThan(230);
    expect(shards[0]).toEqual(problems.filter((problem) => shards[0]?.includes(problem)));
    expect(ofShard(problems, undefined)).toEqual(problems);
  });

  test.each([
    [{index: 5, count: 2}, 'there is no shard 5/2'],
    [{index: 0, count: 1e9}, '<=1000000'],
  ])('is in no file %o', (shard, words) => {
    expect(shardSchema.safeParse(shard).error?.issues[0]?.message).toContain(words);
  });

  test('is written i/n', () => {
    expect(parseShard('0/1')).toEqual({index: 0, count: 1});
    expect(parseShard('17/512')).toEqual({index: 17, count: 512});
  });

  test.each(['4/4', '9/4'])('%s is refused: they are counted from 0', (text) => {
    expect(() => parseShard(text)).toThrow(
      `there is no shard ${text}: shards are counted from 0, so the last of 4 is 3/4`,
    );
  });

  test.each(['', '1', '-1/4', '1/0', '1/4/2', 'a/b', '1 / 4', '0/99999999'])(
    '%j is none',
    (text) => {
      expect(() => parseShard(text)).toThrow(
        `expected i/n, as in 0/4 for the first of four, got ${JSON.stringify(text)}`,
      );
    },
  );
});
