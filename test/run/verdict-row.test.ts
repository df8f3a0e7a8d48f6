import {describe, expect, test} from 'vitest';
import {trustSchema} from '../../src/judging/trust.js';
import {scenarios} from '../../src/problem/scenario.js';
import {modeOf, modeSchema} from '../../src/run/mode.js';
import {sortVerdicts} from '../../src/run/sort-verdicts.js';
import {
  foundSchema,
  originSchema,
  placeKey,
  type VerdictRow,
  verdictRowSchema,
} from '../../src/run/verdict-row.js';

const row: VerdictRow = {
  scenario: 'CF',
  task_id: 'T/0',
  turn: 1,
  origin: 'answered',
  status: 'fail',
  reference_status: 'pass',
  failures: ['test_a', 'ALL'],
  code_sha256: 'a'.repeat(64),
  request: 'b'.repeat(64),
  found: 'block',
  trust: null,
  missing: null,
};

describe('a line of verdicts', () => {
  test.each([
    {},
    {scenario: 'NONE', turn: 0},
    {turn: 10},
    {origin: 'missing', status: 'missing', code_sha256: null, request: null, missing: 'no answer'},
    ...foundSchema.options.map((found) => ({found})),
    ...trustSchema.options.map((trust) => ({status: 'pass', trust})),
    {origin: 'reference-solved', status: 'pass'},
    {origin: 'no-feedback', status: 'timeout', reference_status: 'missing'},
    {origin: 'solved', status: 'error', reference_status: null, failures: []},
    ...scenarios.map(({id}) => ({scenario: id})),
  ])('with %j is one, its keys in this order', (change) => {
    const parsed = verdictRowSchema.parse({...row, ...change});
    expect(parsed).toEqual({...row, ...change});
    expect(Object.keys(parsed)).toEqual(Object.keys(row));
  });

  test.each([
    {turn: -1},
    {turn: 11},
    {turn: 0.5},
    {scenario: 'CF_XX'},
    {origin: 'guessed'},
    {status: 'passed'},
    {reference_status: 'unknown'},
    {failures: [1]},
    {found: 'guessed'},
    {trust: 'none'},
    {missing: 1},
  ])('with %j is none', (change) => {
    const issues = verdictRowSchema.safeParse({...row, ...change}).error?.issues ?? [];
    expect(issues.map(({path}) => path[0])).toEqual(Object.keys(change));
  });
});

test('a status comes in five ways', () => {
  expect(originSchema.options).toHaveLength(5);
});

test('places are told apart by scenario, problem and turn', () => {
  const places = [
    row,
    {...row, turn: 2},
    {...row, task_id: 'T/1'},
    {...row, scenario: 'NONE' as const},
  ];
  expect(new Set(places.map(placeKey)).size).toBe(4);
  const again: VerdictRow = {...row, status: 'pass', request: null};
  expect(placeKey(again)).toBe(placeKey(row));
});

test('verdicts are sorted by scenario, turn 0 first, then as the suite has the problems, then by turn', () => {
  const places: [VerdictRow['scenario'], string, number][] = [
    ['NONE', 'B', 0],
    ['NONE', 'A', 0],
    ['CF', 'B', 1],
    ['CF', 'B', 2],
    ['CF', 'B', 10],
    ['CF', 'A', 1],
    ['CF', 'Z', 1],
    ['CF_SEF', 'B', 1],
    ['CF_EF_FULL_SEF', 'B', 1],
  ];
  const sorted = places.map(([scenario, task_id, turn]) => ({...row, scenario, task_id, turn}));
  const order = new Map([
    ['B', 0],
    ['A', 1],
  ]);
  const mixed = [6, 2, 8, 0, 5, 7, 4, 1, 3].flatMap((at) => sorted[at] ?? []);
  const given = [...mixed];
  expect(sortVerdicts(mixed, order)).toEqual(sorted);
  expect(mixed).toEqual(given);
});

test('generate makes live runs, replay static ones', () => {
  expect(modeSchema.options).toEqual([modeOf('generate'), modeOf('replay')]);
  expect(modeOf('generate')).toBe('live');
  expect(modeOf('replay')).toBe('static');
});
