import {expect, test} from 'vitest';
import {findDuplicateKey} from '../../src/files/duplicate-key.js';

test.each([
  ['{"eval": {"a": 1, "b": {"a": 2}}, "a": [{"a": 1}, {"a": 1}]}', null],
  ['{"eval": {"a": 1, "a": 2}}', 'eval.a'],
  ['{"eval": {}, "eval" : {}}', 'eval'],
  // In a list: the index stands where a key would.
  ['[{"a": 1}, ["x,y", 2], {"b": {"a": 1, "a": 2}}]', '2.b.a'],
  ['{"eval": {"t": [[{}, {"a": [1, 2], "a": 2}]]}}', 'eval.t.0.1.a'],
  // Equal once their escapes are read.
  ['{"é": 1, "\\u00e9": 2}', 'é'],
  // Text that looks like keys, behind escaped quotes, is a value.
  ['{"a": "\\", \\"a\\": {", "b": "{\\"b\\":"}', null],
  ['[]', null],
])('%s holds %s twice', (text, key) => {
  expect(findDuplicateKey(text)).toBe(key);
});

test('a text of megabytes is gone through', () => {
  const long = JSON.stringify({a: '\\"é'.repeat(1_000_000), b: ['x'.repeat(2_000_000)]});
  expect(findDuplicateKey(long)).toBeNull();
});
