import {expect, test} from 'vitest';
import {levelOf} from '../../src/leaderboard/read-entries.js';
import {openBoard} from '../../src/submission/board-rules.js';
import type {Verification} from '../../src/submission/verification.js';

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
