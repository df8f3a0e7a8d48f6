import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {levelOf, readResults} from '../../src/leaderboard/read-entries.js';
import {openBoard} from '../../src/submission/board-rules.js';
import type {Verification} from '../../src/submission/verification.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const asked = {model: 'm', questions: 4, refused: 0, same_answer: 2, same_program: 2};

test.each([
  ['the same model, which agrees', {}, 're-asked'],
  ['the same model under a path', {model: 'hub/M'}, 're-asked'],
  ['another model', {model: 'other'}, 're-judged'],
  ['a model without an equal answer', {same_answer: 0}, 're-judged'],
  ['a model whose verdicts are others', {same_verdict: 1}, 're-judged'],
  ['a model that refused everything', {refused: 4, same_answer: 0}, 're-judged'],
])('questions asked again of %s', (_, changes, level) => {
  const result = {
    ...{sample: 'all', counts: {missing: 0}, disagreements: []},
    asked: {...asked, same_verdict: 3, ...changes},
  } as unknown as Verification;
  expect(levelOf(true, [result], {board: openBoard, model: 'm'})).toBe(level);
});

test.each([
  ['a part of its programs, as that of a shard', {judged: 2}],
  ['a sample of all of them', {sample: 3}],
  ['all of them, and one got no verdict', {counts: {missing: 1}}],
])('a result over %s bears no bundle out', (_, changes) => {
  const whole = {sample: 'all', programs: 3, judged: 3, counts: {missing: 0}};
  const result = {...whole, disagreements: [], asked: null, ...changes} as unknown as Verification;
  expect(levelOf(true, [result], {board: openBoard, model: 'm'})).toBe('complete');
});

type Other = {counted?: number; sample?: number; most?: number};

test.each<[words: string, other: Other, level: string]>([
  ['bears it out as well', {}, 're-judged'],
  ['contradicts it', {counted: 1}, 'complete'],
  ['contradicts it in a sample', {counted: 1, sample: 3}, 'complete'],
  ['contradicts it in no more programs than the board allows', {counted: 1, most: 1}, 're-judged'],
])('a result bears a bundle out, and another %s', (_, {counted = 0, sample, most = 0}, level) => {
  const result = {sample: 'all', counts: {missing: 0}, disagreements: [], asked: null};
  const disagreements = Array(counted).fill({comparison: 'turned'});
  const other = {...result, sample: sample ?? 'all', disagreements};
  const results = [result, other] as unknown as Verification[];
  const board = {...openBoard, turned_at_most: most};
  expect(levelOf(true, results, {board, model: 'm'})).toBe(level);
});

test('what only has the name of a result counts nowhere, and is named', () => {
  const directory = temporaryDirectory();
  const names = ['folder', 'cut', 'gone'].map((by) => `x.verified-by-${by}.json`);
  mkdirSync(join(directory, 'x.verified-by-folder.json'));
  writeFileSync(join(directory, 'x.verified-by-cut.json'), '{"format": ');
  const {results, damaged} = readResults(directory, names);
  expect(results).toEqual([]);
  expect(damaged).toEqual([
    {file: names[0], faults: [expect.stringContaining('cannot be read')]},
    {file: names[1], faults: [expect.stringContaining('not JSON')]},
    {file: names[2], faults: [expect.stringContaining('no such file')]},
  ]);
});
