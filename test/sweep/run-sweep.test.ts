import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {runSweep} from '../../src/sweep/run-sweep.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const slug = 'simulated--codellama-like_by_builtin';

function sweepFile(more: object): {file: string; out: string} {
  const folder = temporaryDirectory();
  const [file, out] = [join(folder, 'sweep.yaml'), join(folder, 'out')];
  const scenarios = ['CF'];
  const models = ['simulated:careful', 'simulated:hasty'];
  writeFileSync(file, JSON.stringify({out, logs: [starterLog], models, scenarios, ...more}));
  return {file, out};
}

test('a sweep over a problem that is none is refused before any model is asked', async () => {
  const {file} = sweepFile({tasks: [0, 77]});
  await expect(runSweep({file})).rejects.toThrow(
    `${file}: \`tasks\`: 77: the suite starter has no such problem`,
  );
});

test('a run of a sweep is not enlarged because a field was forgotten', async () => {
  const {file, out} = sweepFile({});
  const run = join(out, slug, 'simulated--hasty');
  mkdirSync(run, {recursive: true});
  writeFileSync(join(run, 'manifest.json'), '{}');
  const tasks = ['Starter/0', 'Starter/1'];
  const begin = {event: 'begin', problems: 2, scenarios: ['CF'], tasks};
  writeFileSync(join(run, 'journal.jsonl'), `${JSON.stringify(begin)}\n`);
  await expect(runSweep({file})).rejects.toThrow(
    `${file}: ${run}: this run was begun over 2 problems, this command names 40; repeat \`tasks\` 0-1`,
  );
});
