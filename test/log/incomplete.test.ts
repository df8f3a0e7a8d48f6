import {expect, test} from 'vitest';
import {incompleteOf} from '../../src/log/incomplete.js';

const file = {lines: 1, leaks: 0, sha256: 'a'.repeat(64)};

test('what is not whole is listed in the paper’s order, and nothing else', () => {
  const scenarios = {
    CF_SEF: {...file, incomplete: ['T/2', 'T/0']},
    CF_SNF: {...file, incomplete: []},
    CF_EF_FULL: file,
    CF: {...file, incomplete: ['T/1']},
  };
  expect(incompleteOf({scenarios})).toEqual([
    {scenario: 'CF', tasks: ['T/1']},
    {scenario: 'CF_SEF', tasks: ['T/2', 'T/0']},
  ]);
});
