import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../../src/conversation/answer-to-program.js';
import {right, shapedProblem} from './shapes.js';

const block = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

/** What BigCodeBench’s sanitiser leaves out: it keeps what the entry point is seen to need. */
describe('of the last block that defines the entry point stays', () => {
  test.each([
    [
      'a definition under a condition',
      'try:\n    import regex as re\nexcept ImportError:\n    import re',
    ],
    ['a seed', 'import random\nrandom.seed(0)'],
    ['a setting', "import warnings\nwarnings.filterwarnings('ignore')"],
    ['a function that nothing calls', 'def unused():\n    return 1'],
    ['a change of what was defined', 'LIMITS = {}\nLIMITS["a"] = 1'],
  ])('%s', (_, code) => {
    const program = `${code}\n\n${right}`;
    expect(answerToProgram(block(program), shapedProblem)).toEqual({program, found: 'block'});
  });

  test('the block itself, where an earlier and longer part of the answer parses as well', () => {
    const longer = `${right.replace('FACTOR * x', '0')}\n\n${'x = 1\n'.repeat(20)}`;
    const answer = `${block(longer)}\n\nThat is wrong. Rather:\n\n${block(right)}`;
    expect(answerToProgram(answer, shapedProblem).program).toBe(right);
  });
});
