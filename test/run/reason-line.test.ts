import {expect, test} from 'vitest';
import {reasonLine} from '../../src/run/reason-line.js';

test.each([
  ['as it is', '500 CUDA out of memory', '500 CUDA out of memory'],
  ['with its lines joined', ' one\n  two\r\nthree ', 'one two three'],
  ['without what steers a terminal', 'red\u001b[31m\u202eab\u2028c', 'red [31m ab c'],
  ['without half of a surrogate pair', 'a\ud800b', 'a b'],
  ['whole at its longest', '😀'.repeat(500), '😀'.repeat(500)],
  ['cut behind 500 characters', '😀'.repeat(501), `${'😀'.repeat(500)}…`],
])('a reason stands in a row %s', (_, reason, line) => {
  expect(reasonLine(reason)).toBe(line);
});
