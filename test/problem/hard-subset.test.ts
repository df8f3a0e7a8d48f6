import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readAllJsonl} from '../../src/files/jsonl.js';
import {hardAmong, hardTaskIds} from '../../src/problem/hard-subset.js';
import {problemSchema} from '../../src/problem/problem.js';

test('BigCodeBench-Hard has 148 problems, each once, in the order of the suite', () => {
  expect(hardTaskIds).toHaveLength(148);
  const numbers = hardTaskIds.map((id) => Number(id.slice('BigCodeBench/'.length)));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

const data = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'bigcodebench.jsonl.gz');

describe.skipIf(!process.env.CONVCODEBENCH_TEST_DATA || !existsSync(data))(
  'in BigCodeBench (skipped without CONVCODEBENCH_TEST_DATA)',
  () => {
    // Two of the four criteria of `analysis/bcb_hard.py` can be seen in the problems themselves.
    test('each of them is there, with more than two libraries and a long solution', async () => {
      const hard = hardAmong(await readAllJsonl(data, problemSchema));
      expect(hard.map(({task_id}) => task_id)).toEqual(hardTaskIds);
      for (const {libs, canonical_solution} of hard) {
        expect(libs.split(',').length).toBeGreaterThan(2);
        expect([...canonical_solution].length).toBeGreaterThan(426);
      }
    });
  },
);
