import {describe, expect, it} from 'vitest';
import {outcomeJson, outcomeLines, outcomeTables} from '../../src/report/outcome-report.js';
import {scoreRun} from '../../src/score/score-run.js';
import type {RunOutcome} from '../../src/session/session.js';
import {staticRows} from '../score/rows.js';
import {exampleManifest, exampleTotals} from '../support/example-manifest.js';

const rows = staticRows({task: 'T/0', own: 'P', reference: 'F', scenario: 'CF_SEF'});
const metrics = scoreRun({mode: 'static', rows, seed: 1, resamples: 100});

function outcome(changes: Partial<RunOutcome> = {}): RunOutcome {
  const manifest = exampleManifest({totals: {...exampleTotals, places: 11, missing: 0}});
  return {
    directory: 'runs/a',
    manifest,
    metrics,
    passingMetrics: null,
    trust: {policy: 'any', hanging: null},
    missing: [],
    found: [],
    notCompiling: 0,
    timedOut: 0,
    jobsRun: 3,
    stopped: null,
    inFlight: null,
    ...changes,
  };
}

describe('what a run came to', () => {
  it('is its figures, and those where the ground truth passes beside them', () => {
    const [all, both] = [outcome(), outcome({passingMetrics: {...metrics, subset: 'some'}})];
    expect(outcomeTables(all)).toHaveLength(2);
    expect(outcomeTables(both)).toHaveLength(4);
    expect(outcomeTables(both)[2]?.title).toContain('some problems only');
    expect(outcomeJson(all)).not.toHaveProperty('metrics_where_ground_truth_passes');
    expect(outcomeJson(both)).toMatchObject({metrics_where_ground_truth_passes: {subset: 'some'}});
  });

  it('is told in one line where nothing is left to do', () => {
    expect(outcomeLines(outcome())).toEqual([
      expect.stringMatching(/^runs\/a: 11 places, .* 3 jobs judged now, 0 missing$/),
    ]);
  });

  it('says at how many questions in flight it settled', () => {
    expect(outcomeLines(outcome({inFlight: 12}))[1]).toContain('settled at 12');
  });

  it('says what stopped it and how to go on, or that verdicts are missing', () => {
    const manifest = exampleManifest({totals: {...exampleTotals, missing: 2}});
    const stopped = {bound: 'no more than 5 requests', questions: 4};
    const missing = [
      {reason: '500 CUDA out of memory', n: 3},
      {reason: 'timed out', n: 1},
    ];
    expect(outcomeLines(outcome({manifest, stopped, missing}))).toEqual([
      expect.stringMatching(/^stopped: no more than 5 requests, 4 questions were not asked;/),
      expect.stringMatching(/ 2 missing$/),
      'Missing: 3 of 4: 500 CUDA out of memory; 1 of 4: timed out.',
    ]);
    expect(outcomeLines(outcome({manifest, missing})).at(-1)).toMatch(/^verdicts are missing:/);
  });
});
