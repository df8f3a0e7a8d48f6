import {join} from 'node:path';
import {expect, test} from 'vitest';
import {replayLog, starterLog} from '../../src/index.js';
import {createFakeJudge, createFakeModel, fencedAnswer} from '../support/fakes.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('a command for fewer problems than the run has says that all of them count', async () => {
  const out = join(temporaryDirectory(), 'run');
  const noticesOf = async (limit?: number) => {
    const notices: string[] = [];
    await replayLog({
      log: starterLog,
      scenarios: ['CF'],
      model: createFakeModel(() => fencedAnswer('pass')),
      judge: createFakeJudge(),
      limit,
      out,
      onNotice: (notice) => notices.push(notice),
    });
    return notices.filter((notice) => notice.includes('more places'));
  };
  expect(await noticesOf(3)).toEqual([]);
  expect(await noticesOf(3)).toEqual([]);
  expect(await noticesOf(2)).toEqual([
    `${out}: 11 more places are of earlier commands; the figures are over all 33`,
  ]);
  expect(await noticesOf(4)).toEqual([]);
  await expect(noticesOf()).rejects.toThrow('begun over 4 problems, this command names 40');
});
