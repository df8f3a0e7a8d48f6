import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {allShapes, shapedProblem} from './shapes.js';

describe('a program is found', () => {
  test.each(allShapes)('$found: $name', ({text, program, found}) => {
    expect(answerToProgram(text, shapedProblem)).toEqual({program, found});
  });

  test.each(allShapes.filter(({found}) => found !== 'completed'))(
    '$found: $name, with CRLF and blanks behind it',
    ({text, program, found}) => {
      const sent = `${text.replaceAll(/\r?\n/g, '\r\n')}\r\n \r\n`;
      const got = answerToProgram(sent, shapedProblem);
      expect({...got, program: got.program.trimEnd()}).toEqual({program, found});
    },
  );
});
