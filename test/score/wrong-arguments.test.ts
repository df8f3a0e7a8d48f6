import {expect, it} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {agreement} from '../../src/score/agreement.js';
import {effectsOfFeedback} from '../../src/score/effects.js';
import {parseAlias} from '../../src/score/model-names.js';
import {scoreRun} from '../../src/score/score-run.js';
import {scoreStoredRun} from '../../src/score/score-stored-run.js';

const calls = {agreement, effectsOfFeedback, parseAlias, scoreRun, scoreStoredRun};

const bootstrap = {seed: 1, resamples: 100};
const whole = {mode: 'live', rows: [], ...bootstrap};
const subset = {name: 'mine', tasks: new Set()};
const seeds = 'expected a whole number of 0 to 4294967295';
const resamples = 'expected a whole number of at least 100';

/** What a caller in plain JavaScript may give: anything. */
it.each<[keyof typeof calls, unknown[], string]>([
  ['agreement', [7, bootstrap], 'models: expected a list of {model, static, live}, got 7'],
  ...['model', 'static', 'live'].map((field): [keyof typeof calls, unknown[], string] => [
    'agreement',
    [[{...{model: 'm', static: {}, live: {}}, [field]: undefined}].map(withoutAbsent), bootstrap],
    'models.0: expected a model of both sides, got an object',
  ]),
  ['agreement', [[], {...bootstrap, seed: -1}], `options.seed: ${seeds}, got -1`],
  ['agreement', [[], {...bootstrap, seed: 2 ** 32}], `options.seed: ${seeds}, got 4294967296`],
  ['agreement', [[], {...bootstrap, resamples: 99}], `options.resamples: ${resamples}, got 99`],
  ['effectsOfFeedback', [{...bootstrap, rows: 5}], 'rows: expected a list, got 5'],
  ['effectsOfFeedback', [{rows: [], resamples: 99, seed: 1}], `resamples: ${resamples}, got 99`],
  ['effectsOfFeedback', [{rows: [], resamples: 100, seed: -1}], `seed: ${seeds}, got -1`],
  ['parseAlias', [7], 'text: expected text, got 7'],
  ['scoreRun', [{...whole, mode: 'dead'}], 'mode: expected live or static, got "dead"'],
  ['scoreRun', [{...whole, rows: 5}], 'rows: expected a list, got 5'],
  ['scoreRun', [{...whole, seed: 0.5}], `seed: ${seeds}, got 0.5`],
  ['scoreRun', [{...whole, resamples: 10}], `resamples: ${resamples}, got 10`],
  [
    'scoreRun',
    [{...whole, convention: 'mine'}],
    'convention: expected credited or upstream, got "mine"',
  ],
  [
    'scoreRun',
    [{...whole, subset: {...subset, name: ''}}],
    'subset.name: expected text that is not empty, got ""',
  ],
  [
    'scoreRun',
    [{...whole, subset: {...subset, tasks: ['a']}}],
    'subset.tasks: expected a Set of task ids, got a list',
  ],
  ['scoreStoredRun', [{label: 'a'}], 'run: expected what readRun gives, got an object'],
])('%s refuses what it cannot take: %j', (name, given, words) => {
  const call = () => Reflect.apply(calls[name], undefined, given);
  expect(call).toThrow(new UsageError(`${name}: ${words}`));
});

function withoutAbsent(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

it('the seeds at both ends are taken, and as few resamples as there may be', () => {
  for (const seed of [0, 2 ** 32 - 1]) {
    const options = {seed, resamples: 100};
    expect(scoreRun({mode: 'live', rows: [], ...options}).bootstrap).toEqual(options);
    expect(agreement([], options).bootstrap).toEqual(options);
    expect(effectsOfFeedback({rows: [], ...options})).toHaveLength(17);
  }
});
