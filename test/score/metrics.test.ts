import {describe, expect, test} from 'vitest';
import {figureSchema} from '../../src/score/figure.js';
import {metricsSchema, metricsVersion} from '../../src/score/metrics.js';

const figure = {value: 0.5, n: 4, missing: 1, low: 0.25, high: 0.75};
const nothing = {value: null, n: 0, missing: 2, reason: 'no problem was asked'};
const turns = (length: number) => Array.from({length}, () => figure);
const replayOnly = {mrr: figure, recall: nothing, pass_at_1: turns(10)};
const turnZero = {
  scenario: 'NONE',
  n: 5,
  missing: 1,
  mrr: figure,
  recall: figure,
  pass_at_1: turns(1),
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
    ['format_version', {format_version: 2}],
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
    ['pass_at_1', {pass_at_1: turns(10)}],
    ['pass_at_1', {pass_at_1: []}],
    ['replay_only.pass_at_1', {replay_only: {...replayOnly, pass_at_1: turns(11)}}],
    ['replay_only.pass_at_1', {replay_only: {...replayOnly, pass_at_1: turns(9)}}],
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
    figure,
    nothing,
    {...figure, value: 0, low: 0, high: 0, n: 1, missing: 0},
    {...figure, value: 1, low: 1, high: 1},
    {...nothing, missing: 0},
  ])('may be %j', (value) => {
    expect(figureSchema.parse(value)).toEqual(value);
  });

  test.each([
    {...figure, value: 1.1},
    {...figure, value: -0.1},
    {...figure, low: -0.1},
    {...figure, high: 1.1},
    {...figure, n: 0},
    {...figure, n: 1.5},
    {...figure, missing: -1},
    {...figure, reason: 'none'},
    {...nothing, n: 1},
    {...nothing, missing: -1},
    {value: null, n: 0, missing: 0},
  ])('is never %j', (value) => {
    expect(figureSchema.safeParse(value).success).toBe(false);
  });
});
