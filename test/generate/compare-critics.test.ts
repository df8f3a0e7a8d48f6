import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {compareCritics} from '../../src/generate/compare-critics.js';
import type {CriticChoice} from '../../src/open/open-critic.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const remark = {text: 'Look again.', leak: false};

const own = (id: string): CriticChoice => ({
  id,
  novice: async () => remark,
  expert: async () => remark,
});

test.each<[string, CriticChoice[], string]>([
  ['one critic twice', ['builtin', {spec: 'builtin'}], 'builtin, builtin: both'],
  ['two critics of one name', [own('mine'), own('mine')], 'mine, mine: both'],
  [
    'names that make one directory',
    ['a/b', 'c', 'a:b'],
    'a/b, a:b: both would have the directory a--b',
  ],
])('%s are refused before anything is asked', async (_, critics, message) => {
  const out = join(temporaryDirectory(), 'out');
  const comparing = compareCritics({suite: 'starter', model: 'canonical', out, critics});
  await expect(comparing).rejects.toThrow(`\`critics\`: ${message}`);
  expect(existsSync(out)).toBe(false);
});
