import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import {scenarios} from '../../src/problem/scenario.js';
import {temporaryFolder} from '../support/e2e/cli.js';
import {inProcess} from '../support/e2e/in-process.js';
import {referenceRun} from '../support/e2e/reference.js';
import {readMetrics, readRows} from '../support/e2e/run-files.js';

const allOf40 = {value: 1, n: 40, missing: 0, high: 1};

describe('the suite’s own solutions', () => {
  const folder = temporaryFolder();
  const runs = {live: join(folder, 'live'), static: join(folder, 'static')};

  beforeAll(async () => {
    const log = join(await referenceRun(), 'log');
    expect(await inProcess(['generate', '--model', 'canonical', '--out', runs.live])).toMatchObject(
      {
        exitCode: 0,
      },
    );
    const replay = ['replay', '--log', log, '--model', 'canonical', '--out', runs.static];
    expect(await inProcess(replay)).toMatchObject({exitCode: 0});
  });

  test('score 1 everywhere, live', () => {
    const metrics = readMetrics(runs.live);
    expect(metrics.scenarios.map(({scenario}) => scenario)).toEqual([
      'NONE',
      ...scenarios.map(({id}) => id),
    ]);
    for (const {scenario, mrr, recall, pass_at_1} of metrics.scenarios) {
      for (const figure of [mrr, recall, ...pass_at_1])
        expect(figure, scenario).toMatchObject(allOf40);
    }
  });

  test('score 1 everywhere, static, but for Pass@1 at turns where the log has nothing to ask', () => {
    const metrics = readMetrics(runs.static);
    const rows = readRows(runs.static);
    expect(metrics.scenarios.map(({scenario}) => scenario)).toEqual([
      'NONE',
      ...scenarios.map(({id}) => id),
    ]);
    for (const {scenario, mrr, recall, pass_at_1} of metrics.scenarios) {
      for (const figure of [mrr, recall, pass_at_1[0]])
        expect(figure, scenario).toMatchObject({...allOf40, gain: 1});
      for (const [turn, figure] of pass_at_1.entries()) {
        const unasked = rows.filter(
          (row) => row.scenario === scenario && row.turn === turn && row.origin === 'no-feedback',
        );
        expect(figure.value, `${scenario} ${turn}`).toBe((40 - unasked.length) / 40);
      }
    }
    const withFullTests = metrics.scenarios.filter(({scenario}) =>
      scenario.startsWith('CF_EF_FULL'),
    );
    for (const {pass_at_1} of withFullTests)
      for (const figure of pass_at_1) expect(figure).toMatchObject({...allOf40, gain: 1});
  });

  test('and pass at every question of the log, credit or not', () => {
    for (const {scenario, replay_only} of readMetrics(runs.static).scenarios) {
      if (scenario === 'NONE') continue;
      expect(replay_only?.recall.value, scenario).toBe(1);
      expect(replay_only?.mrr.value, scenario).toBe(0.5);
    }
  });
});
