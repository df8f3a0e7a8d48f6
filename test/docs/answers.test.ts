import {describe, expect, it} from 'vitest';
import {answerToProgram} from '../../src/conversation/answer-to-program.js';
import {exampleProblem} from '../support/example-problem.js';
import {blocksIn, readPage} from '../support/page.js';

const page = readPage('docs/answers.md');
const [codePrompt = ''] = blocksIn(page, 'text');
const problem = {...exampleProblem(), code_prompt: codePrompt, entry_point: 'task_func'};

const examples = [
  ...page.matchAll(
    /^````answer\n([\s\S]*?)^````\n\ngives, found as `(\w+)`:\n\n````program\n([\s\S]*?)^````$/gm,
  ),
].map(([, answer = '', found, program = '']) => ({answer, found, program}));

describe('each example of the page on answers becomes the program that stands below it', () => {
  it('and none is passed over', () => {
    expect(examples).toHaveLength(page.match(/^````answer$/gm)?.length ?? 0);
    expect(new Set(examples.map(({found}) => found)).size).toBe(7);
  });

  it.each(examples)('$found: $answer', ({answer, found, program}) => {
    expect(answerToProgram(answer, problem)).toEqual({program: program.trimEnd(), found});
  });
});
