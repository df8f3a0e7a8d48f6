import {expect, test} from 'vitest';
import {boardRows} from '../../src/leaderboard/board.js';
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
  const rows = boardRows(entries, {leftOutAtMost: 0, withPublished: false});
  const live = rows.find(({mode}) => mode === 'static')?.live;
  if (expected === null) expect(live).toBeNull();
  else expect(live).toMatchObject(expected);
});
