import {expect, it} from 'vitest';
import {sha256} from '../../src/files/canonical-hash.js';
import {keepGroundTruth, type RunGroundTruth} from '../../src/run/ground-truth.js';
import {passingSubset, scorePassing} from '../../src/score/passing-subset.js';
import {scoreRun} from '../../src/score/score-run.js';
import {scoreStoredRun, scoreWherePassing} from '../../src/score/score-stored-run.js';
import {exampleManifest} from '../support/example-manifest.js';
import {temporaryDirectory} from '../support/temporary-directory.js';
import {staticRows} from './rows.js';

const rows = [
  ...staticRows({task: 'a', own: 'FP', reference: 'F'}),
  ...staticRows({task: 'b', own: 'F', reference: 'F'}),
];
const manifest = exampleManifest();
const stored = {label: 'my-run', mode: 'static', manifest, rows} as const;
const recorded = {seed: 20250, resamples: 1000};

function truth(passes: {[task: string]: boolean}): RunGroundTruth {
  return {
    format: 'convcodebench-run-ground-truth',
    format_version: 1,
    suite_sha256: 'a'.repeat(64),
    problems: Object.entries(passes).map(([task_id, each]) => ({
      ...{task_id, passes: each, time_limit_ms: 1000},
    })),
  };
}

it('a stored run is scored with the seed and the resamples that every metrics.json has', () => {
  expect(scoreStoredRun(stored, 'upstream')).toEqual({
    label: 'my-run',
    trust: {policy: 'any', hanging: null},
    manifest,
    metrics: scoreRun({mode: 'static', rows, convention: 'upstream', ...recorded}),
    missing: [],
    found: [],
    timed_out: 0,
    problems_sha256: sha256('a\nb'),
  });
});

it('the hash of its problems does not hang on the order of its rows', () => {
  const turned = {...stored, rows: rows.toReversed()};
  expect(scoreStoredRun(turned, 'credited').problems_sha256).toBe(sha256('a\nb'));
});

it('a stored run is scored over some of its problems where some are named', () => {
  const subset = {name: 'mine', tasks: new Set(['a'])};
  const {metrics, problems_sha256} = scoreStoredRun(stored, 'credited', subset);
  expect(problems_sha256).toBe(sha256('a'));
  expect(metrics).toEqual(scoreRun({mode: 'static', rows, subset, ...recorded}));
  expect(metrics.subset).toBe('mine');
});

it('the problems to score apart are those whose canonical solution passes', () => {
  expect(passingSubset(truth({a: true, b: false, c: true}), ['a', 'b'])).toEqual({
    name: 'ground-truth-passes',
    tasks: new Set(['a', 'c']),
  });
});

it('nothing is scored apart without a ground truth, or where all of the run’s problems pass', () => {
  expect(passingSubset(null, ['a'])).toBeNull();
  expect(passingSubset(truth({a: true, b: false}), ['a'])).toBeNull();
  expect(scorePassing(null, 'static', rows)).toBeNull();
  expect(scorePassing(truth({a: true, b: true}), 'static', rows)).toBeNull();
});

it('the figures over those are the figures of a run of them alone', () => {
  const tasks = new Set(['a']);
  const expected = scoreRun({
    ...{mode: 'static', rows, subset: {name: 'ground-truth-passes', tasks}},
    ...recorded,
  });
  expect(scorePassing(truth({a: true, b: false}), 'static', rows)).toEqual(expected);
});

it('a stored run is scored over its passing problems by the list in its own directory', () => {
  const label = temporaryDirectory();
  const ground_truth = keepGroundTruth(label, truth({a: true, b: false}));
  const run = {...stored, label, manifest: {...manifest, ground_truth}};
  const passing = {name: 'ground-truth-passes', tasks: new Set(['a'])};
  expect(scoreWherePassing(run, 'upstream')).toEqual(scoreStoredRun(run, 'upstream', passing));
  expect(scoreWherePassing(stored, 'upstream')).toBeNull();
  const whole = temporaryDirectory();
  const all = keepGroundTruth(whole, truth({a: true, b: true}));
  const inWhole = {...stored, label: whole, manifest: {...manifest, ground_truth: all}};
  expect(scoreWherePassing(inWhole, 'upstream')).toBeNull();
});
