import {expect, test} from 'vitest';
import {suggest} from '../../src/options/suggest.js';

const scenarios = ['cf_snf', 'cf_sef', 'cf_ef_full'];

test.each<[typed: string, names: string[], meant: string | null]>([
  ['scenario', ['scenarios', 'seed'], 'scenarios'],
  ['CF_SFE', scenarios, 'cf_sef'],
  ['cf_snff', scenarios, 'cf_snf'],
  ['fc', ['cf', 'fo'], 'cf'],
  ['quite_another', scenarios, null],
  ['x', scenarios, null],
])('%#: %s', (typed, names, meant) => {
  expect(suggest(typed, names)).toBe(meant);
});
