import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openTrials, type Trial} from '../../../src/doctor/ground-truth/trials.js';
import {toJsonLine} from '../../../src/files/jsonl.js';
import {temporaryDirectory} from '../../support/temporary-directory.js';

const failing: Trial = {
  status: 'fail',
  duration_ms: 7,
  failures: [{test: 'test_a', text: 'Traceback'}],
};
const passing: Trial = {status: 'pass', duration_ms: 5, failures: []};

test('what an earlier version left unfinished is taken over, once', async () => {
  const directory = temporaryDirectory();
  const paths = {trials: join(directory, 'k.trials.jsonl'), runs: join(directory, 'k.runs.jsonl')};
  const run = (task_id: string, trial: object, time_limit_ms = 1000) =>
    toJsonLine({task_id, ...trial, time_limit_ms});
  const runs = [
    run('A', failing),
    run('B', passing),
    run('A', passing),
    run('C', {...failing, status: 'missing'}),
    run('D', passing, 2000),
    run('E', failing),
  ];
  writeFileSync(paths.runs, `${runs.join('')}{"task_id":"F","sta`);
  writeFileSync(paths.trials, toJsonLine({task_id: 'E', trials: [passing]}));
  for (const _sitting of ['first', 'second']) {
    const rows = await openTrials(paths, {known: null, timeLimitMs: 1000});
    expect(existsSync(paths.runs)).toBe(false);
    expect(['A', 'B', 'C', 'D', 'E'].map(rows.of)).toEqual([
      [failing, passing],
      [passing],
      [],
      [],
      [passing],
    ]);
    rows.close();
  }
});
