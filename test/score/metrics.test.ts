import {describe, expect, test} from 'vitest';
import {figureSchema} from '../../src/score/figure.js';
import {metricsSchema, metricsVersion} from '../../src/score/metrics.js';

const plain = {value: 0.5, n: 4, missing: 0, low: 0.25, high: 0.75};
const nothing = {value: null, n: 3, missing: 2, reason: '2 of 5 problems lack a verdict'};
const figure = {...plain, floor: 0.25, gain: 1 / 3, asked: 3, planned: 4};
const unknown = {...nothing, floor: 0.25, gain: null, asked: 3, planned: 5};
const live = {...plain, floor: null, gain: null, asked: null, planned: null};
const turns = (length: number) => Array.from({length}, () => figure);
const replayOnly = {
  mrr: plain,
  recall: nothing,
  pass_at_1: Array.from({length: 10}, () => plain),
};
const turnZero = {
  scenario: 'NONE',
  n: 5,
  missing: 1,
  mrr: figure,
  recall: unknown,
  pass_at_1: [live],
  replay_only: null,
};
const scenario = {
  ...turnZero,
  scenario: 'CF_SEF',
  pass_at_1: turns(11),
  replay_only: replayOnly,
};
const metrics = {
  format_version: metricsVersion,
  mode: 'static',
  convention: 'credited',
  subset: null,
  bootstrap: {seed: 0, resamples: 1000},
  scenarios: [turnZero, scenario],
};

/** Where the schema finds something wrong. */
function wrongIn(changed: object): string[] {
  const issues = metricsSchema.safeParse(changed).error?.issues ?? [];
  return issues.map(({path}) => path.join('.'));
}

test.each([
  metrics,
  {...metrics, mode: 'live', convention: 'upstream', subset: 'ground truth passes'},
  {...metrics, scenarios: []},
])('what is kept of a run is read again whole', (kept) => {
  expect(metricsSchema.parse(kept)).toEqual(kept);
});

describe('a file is refused', () => {
  test.each<[string, object]>([
    ['format_version', {format_version: 1}],
    ['mode', {mode: 'dead'}],
    ['convention', {convention: 'mine'}],
    ['bootstrap.seed', {bootstrap: {seed: -1, resamples: 1000}}],
    ['bootstrap.resamples', {bootstrap: {seed: 1, resamples: 1.5}}],
  ])('for its %s', (field, change) => {
    expect(wrongIn({...metrics, ...change})).toEqual([field]);
  });

  test.each<[string, object]>([
    ['scenario', {scenario: 'CF_XX'}],
    ['n', {n: -1}],
    ['missing', {missing: 0.5}],
    ['mrr', {mrr: null}],
    ['recall.high', {recall: {...figure, high: 2}}],
    ['recall.gain', {recall: {...figure, gain: 1.5}}],
    ['recall.floor', {recall: {...figure, floor: -0.5}}],
    ['recall.asked', {recall: {...figure, asked: -1}}],
    ['recall.planned', {recall: {...figure, planned: -1}}],
    ['pass_at_1', {pass_at_1: turns(10)}],
    ['pass_at_1', {pass_at_1: []}],
    ['replay_only.pass_at_1', {replay_only: {...replayOnly, pass_at_1: Array(11).fill(plain)}}],
    ['replay_only.pass_at_1', {replay_only: {...replayOnly, pass_at_1: Array(9).fill(plain)}}],
  ])('for the %s of a scenario', (field, change) => {
    expect(wrongIn({...metrics, scenarios: [{...scenario, ...change}]})).toEqual([
      `scenarios.0.${field}`,
    ]);
  });

  test.each([
    {...metrics, more: 1},
    {...metrics, bootstrap: {...metrics.bootstrap, more: 1}},
    {...metrics, scenarios: [{...scenario, more: 1}]},
    {...metrics, scenarios: [{...scenario, replay_only: {...replayOnly, more: 1}}]},
  ])('for a field that nobody knows', (changed) => {
    expect(metricsSchema.safeParse(changed).error?.issues[0]?.message).toContain('"more"');
  });
});

describe('a figure', () => {
  test.each([
    plain,
    nothing,
    {...plain, value: 0, low: 0, high: 0, n: 1},
    {...plain, value: 1, low: 1, high: 1},
    {...nothing, n: 0, missing: 0},
  ])('may be %j', (value) => {
    expect(figureSchema.parse(value)).toEqual(value);
  });

  test.each([
    {...plain, value: 1.1},
    {...plain, value: -0.1},
    {...plain, low: -0.1},
    {...plain, high: 1.1},
    {...plain, n: 0},
    {...plain, n: 1.5},
    {...plain, missing: 1},
    figure,
    {...plain, reason: 'none'},
    {...nothing, n: -1},
    {...nothing, missing: -1},
    {value: null, n: 0, missing: 0},
  ])('is never %j', (value) => {
    expect(figureSchema.safeParse(value).success).toBe(false);
  });
});
