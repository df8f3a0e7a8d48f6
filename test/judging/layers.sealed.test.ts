import {execa} from 'execa';
import {expect, test} from 'vitest';
import {RUNNER_DIRECTORY} from '../../src/judging/server/runner-files.js';

test('every layer against forged verdicts holds by itself', async () => {
  const file = new URL('python/test_layers.py', import.meta.url).pathname;
  const result = await execa('python3', ['-B', file], {
    env: {PYTHONPATH: RUNNER_DIRECTORY},
    reject: false,
  });
  expect(result.stderr).toMatch(/^Ran \d+ tests in [\s\S]*\nOK$/m);
});
