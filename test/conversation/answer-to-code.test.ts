import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../src/conversation/answer-to-program.js';
import {exampleProblem} from '../support/example-problem.js';

/** No code prompt, so that nothing is put in front. */
const bare = exampleProblem({code_prompt: ''});
const solution = 'def task_func(x):\n    return 2 * x';

function codeOf(text: string): string {
  return answerToProgram(text, bare).program;
}

describe('reasoning', () => {
  test('is dropped up to its last end', () => {
    expect(
      codeOf(
        `<think>\n\`\`\`python\n${solution} + 1\n\`\`\`\n</think>\n\`\`\`python\n${solution}\n\`\`\``,
      ),
    ).toBe(solution);
    expect(codeOf(`no beginning</think>a</think>\`\`\`\nb\n\`\`\`\n</think>${solution}`)).toBe(
      solution,
    );
  });

  test('that is opened and never closed means that there is no answer', () => {
    expect(codeOf(`<think>\n\`\`\`python\n${solution}\n\`\`\``)).toBe('');
    expect(codeOf(`<think>a</think>\n\`\`\`python\n${solution}\n\`\`\`\n<think>but wait`)).toBe('');
  });
});

describe('of several fenced blocks', () => {
  test('the last that defines the entry point is taken', () => {
    const text = `\`\`\`python\n${solution} + 1\n\`\`\`\nBetter:\n\`\`\`python\n${solution}\n\`\`\`\nUse:\n\`\`\`\ntask_func(2)\n\`\`\``;
    expect(codeOf(text)).toBe(solution);
  });

  test('the first where none defines it', () => {
    expect(codeOf('```\nfirst = 1\n```\n\n```python\nsecond = 2\n```\n')).toBe('first = 1');
  });

  test.each([
    ['an asynchronous function', 'async def task_func(x):\n    return x'],
    ['a class', 'class task_func:\n    pass'],
    ['an assignment', 'def helper(x):\n    return x\n\ntask_func = helper'],
    ['an annotated assignment', 'task_func: object = print'],
  ])('%s defines it', (_, code) => {
    expect(
      codeOf(
        `\`\`\`\nfirst = 1\n\`\`\`\n\`\`\`python\n${code}\n\`\`\`\n\`\`\`\ntask_func(1)\n\`\`\``,
      ),
    ).toBe(code);
  });

  test('a block whose method or call bears the name does not define it', () => {
    expect(
      codeOf(
        '```\nfirst = 1\n```\n```\nclass A:\n    def task_func(self): pass\ntask_func(1)\n```',
      ),
    ).toBe('first = 1');
  });
});

describe('a fence', () => {
  test.each([
    ['of back-ticks with a language', `\`\`\`python title="a"\n${solution}\n\`\`\``],
    ['of tildes', `~~~python\n${solution}\n~~~`],
    ['of tildes with back-ticks behind them', `~~~ \`\`\`python\n${solution}\n~~~`],
    ['indented by three spaces, closed with spaces behind', `   \`\`\`\n${solution}\n  \`\`\`  `],
    ['closed by a longer one', `\`\`\`\n${solution}\n\`\`\`\`\``],
    ['that is never closed', `Here it is:\n\`\`\`python\n${solution}`],
    ['with CRLF', `\`\`\`python\r\n${solution.replace('\n', '\r\n')}\r\n\`\`\`\r\n`],
  ])('%s counts', (_, text) => {
    expect(codeOf(text)).toBe(solution);
  });

  test('is not closed by a shorter one, by the other kind, nor by one with text behind it', () => {
    const code = `${solution}\n"""\n~~~\n\`\`\`\n\`\`\`\`x\n"""`;
    expect(codeOf(`\`\`\`\`python\n${code}\n\`\`\`\``)).toBe(code);
  });

  test('of back-ticks on one line with its code is none', () => {
    expect(codeOf('```print(1)```')).toBe('```print(1)```');
  });
});

test('without a fence the text is the code', () => {
  expect(codeOf(solution)).toBe(solution);
});

describe('an answer without code is empty', () => {
  test.each(['', '  \n\t', '```python\n```', '```python\n\n  \n', '<think>only'])('%j', (text) => {
    expect(answerToProgram(text, exampleProblem())).toEqual({program: '', found: 'none'});
  });
});

describe('what is no fence', () => {
  const block = (inside: string) => `\`\`\`\n${inside}\n\`\`\`\n`;

  test.each([
    ['indented by four', '    ```\nfirst\n    ```\n'],
    ['behind words', 'so ```\nfirst\n'],
    ['of backticks with more of them behind', '```a`b```\nfirst\n'],
    ['of backticks with one more at the end', '```first`\n'],
  ])('one %s', (_, text) => {
    expect(codeOf(`${text}${block('second')}`)).toBe('second');
  });

  test.each([
    ['a fence of the other kind', '~~~'],
    ['a shorter fence', '```'],
    ['a fence with words behind it', '````python'],
  ])('%s does not close a block', (_, line) => {
    expect(codeOf(`\`\`\`\`\na\n${line}\nb\n\`\`\`\`\n`)).toBe(`a\n${line}\nb`);
  });

  test('a longer fence closes a block', () => {
    expect(codeOf('```\na\n`````\nb')).toBe('a');
  });
});
