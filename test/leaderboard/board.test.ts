import {expect, test} from 'vitest';
import {boardOf} from '../../src/leaderboard/board.js';
import type {BoardEntry} from '../../src/leaderboard/entry.js';
import {exampleInfo} from '../support/example-bundle.js';

function entry(file: string, value: number, changes: Partial<BoardEntry>): BoardEntry {
  const figure = {value, floor: 0, gain: value};
  const scenario = {n: 1, mrr: figure, recall: figure, tasks: ['a']};
  return {
    ...{key: '', file, bundle_sha256: '', model: 'm', simulated: false, mode: 'live'},
    ...{suite: {name: 's', sha256: 's', problems: 1}, log: null, level: 'complete', faults: []},
    ...{agreement: null, verified_by: [], passes: {all: 0, separate: 0}},
    info: info('r1'),
    scenarios: {CF: {...scenario, values: {mrr: [value], recall: [value]}}},
    ...changes,
  };
}

function info(revision: string): BoardEntry['info'] {
  const rest = {display_name: null, group: null, size_billions: null, cost: null};
  return {...rest, ...exampleInfo, model_revision: revision} as BoardEntry['info'];
}

const onLog = {mode: 'static', log: {sha256: 'l', reference_model: 'ref'}} as const;

test.each([
  ['of a checked entry', [entry('b', 0.4, {})], {value: 0.4}],
  ['never of one with a fault', [entry('b', 0.4, {level: 'reported'})], null],
  [
    'of the same revision, wherever it stands',
    [entry('b', 0.4, {}), entry('c', 0.9, {info: info('r2')})],
    {value: 0.4},
  ],
  ['of another revision, which it says', [entry('c', 0.9, {info: info('r2')})], {revision: 'r2'}],
])('the live score beside a static one is %s', (_, lives, expected) => {
  const entries = [entry('a', 0.5, onLog), ...lives];
  const {rows} = boardOf(entries, options);
  const live = rows.find(({mode}) => mode === 'static')?.live;
  if (expected === null) expect(live).toBeNull();
  else expect(live).toMatchObject(expected);
});

/** Static entries on a log, and a live one for each; over three problems that all have. */
function bothWays(models: readonly string[], log = onLog): BoardEntry[] {
  return models.flatMap((model, i) => {
    const value = (i + 1) / 4;
    const own = {model, info: {...info('r1'), display_name: `${model} shown`}};
    return [entry(`${model}-s`, value, {...own, ...log}), entry(`${model}-l`, value, own)];
  });
}

const options = {leftOutAtMost: 0, withPublished: false, reported: new Set<string>()};

test('the static ranking is held against the live one of the same models, without the reference', () => {
  const {agreements} = boardOf(bothWays(['a/x', 'y', 'z', 'ref']), options);
  expect(agreements.map(({scenario, metric}) => `${scenario} ${metric}`)).toEqual([
    'CF mrr',
    'CF recall',
  ]);
  expect(agreements[0]).toMatchObject({n_models: 3, reference: 'ref', spearman: {value: 1}});
  expect(agreements[0]?.models[0]).toEqual({
    ...{model: 'a/x shown', static: 0.25, live: 0.25},
    live_from: 'entry',
  });
});

test('two models are no ranking, and it says so', () => {
  const [first] = boardOf(bothWays(['x', 'y']), options).agreements;
  expect(first).toMatchObject({n_models: 2, spearman: {value: null}});
});

test('a model without a live entry has its published figure, where that stands on the board', () => {
  const suite = {name: 'bigcodebench', sha256: 's', problems: 1};
  const models = ['GPT-4-0613', 'Llama-3.1-70B-Instruct', 'CodeLlama-13B-Instruct'];
  const entries = models.map((model, i) => entry(model, i / 4, {...onLog, model, suite}));
  expect(boardOf(entries, options).agreements).toEqual([]);
  const {agreements} = boardOf(entries, {...options, withPublished: true});
  expect(agreements[0]).toMatchObject({n_models: 3, resampled: 'models'});
  expect(agreements[0]?.models.every(({live_from}) => live_from === 'published')).toBe(true);
});
