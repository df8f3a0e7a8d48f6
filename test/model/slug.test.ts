import {expect, test} from 'vitest';
import {UsageError} from '../../src/errors.js';
import {modelSlug} from '../../src/model/slug.js';

test.each([
  ['codellama/CodeLlama-7b-Instruct-hf', 'codellama--CodeLlama-7b-Instruct-hf'],
  ['simulated:codellama-like', 'simulated--codellama-like'],
  ['org/team/model:7b', 'org--team--model--7b'],
  ['gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
])('%s becomes %s', (id, slug) => {
  expect(modelSlug(id)).toBe(slug);
});

test.each(['', '.', '..', 'a\0b', 'a\\b'])('%j names no folder and is refused', (id) => {
  expect(() => modelSlug(id)).toThrow(UsageError);
});
