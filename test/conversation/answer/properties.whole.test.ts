import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {answerToProgram, readAnswer} from '../../../src/conversation/answer-to-program.js';
import {parsePython} from '../../../src/conversation/python/parser.js';
import {firstProblem} from '../../../src/conversation/python/soundness.js';
import {canonicalProgram, headerOf, type Problem} from '../../../src/problem/problem.js';
import {loadSuite} from '../../../src/problem/suite.js';
import {allShapes, shapedProblem} from './shapes.js';

let problems: Problem[] = [];
beforeAll(async () => {
  problems = (await loadSuite('starter')).problems;
});

/** The canonical solution as a model writes it: whole, or without what the header gives. */
const programs = fc.nat().chain((at) =>
  fc.boolean().map((whole) => {
    const problem = problems[at % problems.length] ?? shapedProblem;
    const program = canonicalProgram(problem)
      .slice(whole ? 0 : headerOf(problem).length)
      .trimEnd();
    return {problem, program};
  }),
);

const wrapped: {[name: string]: (program: string) => string} = {
  nothing: (program) => program,
  'a fence': (program) => `\`\`\`python\n${program}\n\`\`\``,
  'a fence without language': (program) => `So:\n\`\`\`\n${program}\n\`\`\`\nDone.`,
  'tildes, never closed': (program) => `~~~py\n${program}`,
  'a list': (program) => `- ${`\`\`\`python\n${program}\n\`\`\``.replaceAll('\n', '\n  ')}`,
  'an indented fence': (program) =>
    `1. This\n\n${`\`\`\`python\n${program}\n\`\`\``.replace(/^(?=.)/gm, '    ')}`,
  'a quotation': (program) => `> ${`\`\`\`python\n${program}\n\`\`\``.replaceAll('\n', '\n> ')}`,
  tags: (program) => `[PYTHON]\n${program}\n[/PYTHON]`,
  'code tags': (program) => `<code>\n${program}\n</code>`,
  words: (program) => `Here is what I'd write:\n\n${program}\n\nIt handles all that you named.`,
  reasoning: (program) => `<think>Hm, "def task_func"?</think>\n\`\`\`python\n${program}\n\`\`\``,
  'an end token': (program) => `\`\`\`python\n${program}\n\`\`\`<|im_end|>`,
  CRLF: (program) => `\`\`\`python\r\n${program.replaceAll('\n', '\r\n')}\r\n\`\`\``,
  'usage behind it': (program) =>
    `\`\`\`python\n${program}\n\`\`\`\nUse it:\n\`\`\`python\nprint(1)\n\`\`\``,
};

describe('a canonical solution comes back out of', () => {
  test.each(Object.entries(wrapped))('%s', (_, wrap) => {
    fc.assert(
      fc.property(programs, ({problem, program}) => {
        expect(answerToProgram(wrap(program), problem).program).toBe(program);
      }),
      {numRuns: 40},
    );
  });

  test('its body alone, completed by the signature', () => {
    fc.assert(
      fc.property(programs, ({problem}) => {
        expect(answerToProgram(problem.canonical_solution, problem)).toEqual({
          program: canonicalProgram(problem).slice(headerOf(problem).length).trimEnd(),
          found: 'completed',
        });
      }),
      {numRuns: 40},
    );
  });
});

const pieces = fc.constantFrom(
  ...['```python\n', '```\n', '~~~\n', '<think>', '</think>\n', '[PYTHON]', '<code>', '"""\n'],
  ...['def task_func(x):\n', '    return x\n', '    ', 'import os\n', 'Some words.\n', '(', ')\n'],
  ...['task_func(1)\n', 'print(', 'x = 1\n', '\r\n', '\ud800', '\0', '`', '<|im_end|>', '# a\n'],
  ...allShapes.map(({text}) => text),
);

test('what is joined, trimmed or completed always compiles, and no answer without code has any', () => {
  fc.assert(
    fc.property(fc.array(pieces, {maxLength: 12}), (texts) => {
      const {program, found} = readAnswer(texts.join(''), shapedProblem);
      expect(program === '').toBe(found === 'none');
      if (!['joined', 'trimmed', 'completed'].includes(found)) return;
      const tree = parsePython(program, {steps: 10_000});
      expect(tree && firstProblem(tree, program)).toBeNull();
      expect(tree).not.toBeNull();
    }),
    {numRuns: 500},
  );
});

test('the same answer gives the same program, remembered or read anew', () => {
  fc.assert(
    fc.property(fc.array(pieces, {maxLength: 6}), (texts) => {
      const text = texts.join('');
      const first = answerToProgram(text, shapedProblem);
      expect(answerToProgram(text, shapedProblem)).toEqual(first);
      expect(readAnswer(text, shapedProblem)).toEqual(first);
    }),
    {numRuns: 100},
  );
});

test('what is remembered of one problem is not taken for the answer to another', () => {
  const text = 'def task_func(x):\n    return x\n\ndef solve(x):\n    return task_func(x)';
  const solve = {...shapedProblem, entry_point: 'solve', code_prompt: 'def solve(x):'};
  for (const problem of [shapedProblem, solve, shapedProblem])
    expect(answerToProgram(`${text}\n\nsolve(1)`, problem)).toEqual(
      readAnswer(`${text}\n\nsolve(1)`, problem),
    );
  const body = '    return x + 1';
  const other = {...shapedProblem, code_prompt: 'def task_func(a, x):'};
  expect(answerToProgram(body, shapedProblem).program).toBe(`def task_func(x, y=1):\n${body}`);
  expect(answerToProgram(body, other).program).toBe(`def task_func(a, x):\n${body}`);
});
