import {execa} from 'execa';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {RUNNER_DIRECTORY} from '../../src/judging/server/runner-files.js';

const results = z.array(
  z.object({name: z.string(), failed: z.string().nullable(), skipped: z.string().nullable()}),
);

/** One Python runs them all, once; each is a test here. */
const script = new URL('python/run.py', import.meta.url).pathname;
const {stdout} = await execa('python3', ['-I', '-B', script, RUNNER_DIRECTORY]);
const told = results.parse(JSON.parse(stdout));

test('the runner has tests of its own', () => {
  expect(told.length).toBeGreaterThan(30);
});

test.for(told)('$name', ({failed, skipped}, {skip}) => {
  skip(skipped !== null, skipped ?? '');
  expect(failed, failed ?? '').toBeNull();
});
