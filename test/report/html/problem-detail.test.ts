import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createTextStore, partsOf} from '../../../src/report/html/problem-detail.js';

test('equal texts have one number', () => {
  const {texts, refer} = createTextStore();
  expect(['a', '', 'a', '__proto__', ''].map(refer)).toEqual([0, 1, 0, 2, 1]);
  expect(texts).toEqual(['a', '', '__proto__']);
});

test('the parts of a text, joined, are the text, whatever it is said to be made of', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (text, known) => {
      expect(partsOf(text, known).join('')).toBe(text);
    }),
  );
});

test('a long part that stands in it is taken out whole', () => {
  const [code, remark] = ['def task_func():\n    return 1\n'.repeat(3), 'It is wrong. '.repeat(5)];
  expect(partsOf(`Mend:\n${code}\nSaid:\n${remark}`, [remark, code, 'Mend'])).toEqual([
    'Mend:\n',
    code,
    '\nSaid:\n',
    remark,
  ]);
});
