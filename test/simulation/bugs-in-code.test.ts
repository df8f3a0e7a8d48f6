import {describe, expect, test} from 'vitest';
import {preludeOf} from '../../src/problem/prelude.js';
import type {Problem} from '../../src/problem/problem.js';
import type {Bug} from '../../src/simulation/bug.js';
import {findProgram, programWith} from '../../src/simulation/bugs-in-code.js';
import {starterWorld, subsetsOf} from './starter-world.js';

const {suite, catalogue} = await starterWorld();

function bugsSeen(text: string, problem: Problem): string[] | undefined {
  const seen = findProgram(text, problem, catalogue.bugsOf(problem.task_id));
  return seen && [...seen.bugs].map(({name}) => name).sort();
}

const frames: [string, (code: string) => string][] = [
  ['bare', (code) => code],
  ['in a fence', (code) => `Look:\n\`\`\`python\n${code}\n\`\`\`\nbye`],
  ['in a tag', (code) => `<code>\n${code}</code>\n  and so on`],
  ['indented', (code) => `Code:\n\n${code.replace(/^(?=.)/gm, '    ')}\n\nTests:\n`],
  [
    'quoted, blank lines bare',
    (code) => `He wrote:\n${code.replace(/^/gm, '> ').replace(/ $/gm, '')}\nI disagree.`,
  ],
  [
    'before its compile error',
    (code) => `${code}\n  File "tmp.py", line 3\n    x\nSyntaxError: invalid syntax`,
  ],
];

describe('findProgram on the starter suite', () => {
  test.each(frames)('tells the bugs of every variant of every program: %s', (_, frame) => {
    let variants = 0;
    for (const problem of suite.problems) {
      const bugs = catalogue.bugsOf(problem.task_id);
      for (const present of subsetsOf(bugs)) {
        const names = [...present].map(({name}) => name).sort();
        expect(
          bugsSeen(frame(programWith(problem, bugs, present)), problem),
          problem.task_id,
        ).toEqual(names);
        variants += 1;
      }
    }
    expect(variants).toBeGreaterThanOrEqual(40 * 2 ** 4);
  });

  test('looks behind the calibration stub and the header that stand in front of answers', () => {
    for (const problem of suite.problems) {
      const bugs = catalogue.bugsOf(problem.task_id);
      const program = programWith(problem, bugs, new Set(bugs));
      for (const turn of [0, 1])
        expect(bugsSeen(preludeOf(problem, turn) + program, problem)).toHaveLength(bugs.length);
    }
  });
});

const problem: Problem = {
  task_id: 'Made/0',
  complete_prompt: 'def task_func(\n    a,\n):\n    """Add."""\n',
  instruct_prompt: 'Add one.',
  canonical_solution: '    b = a + 1\n    return b',
  code_prompt: 'import os\ndef task_func(\n    a,\n):\n',
  test: '',
  entry_point: 'task_func',
  doc_struct: '{}',
  libs: '[]',
};
const bug: Bug = {
  task_id: 'Made/0',
  name: 'two',
  find: '1\n',
  replace: '1 + 1\n',
  hint: 'Too much.',
  fails: ['ALL'],
  kind: 'value',
};

describe('findProgram on a made problem', () => {
  const program = programWith(problem, [bug], new Set([bug]));

  test('reads a definition of several lines', () => {
    expect(program).toBe('import os\ndef task_func(\n    a,\n):\n    b = a + 1 + 1\n    return b');
    expect(findProgram(program, problem, [bug])).toEqual({
      bugs: new Set([bug]),
      firstLine: 1,
      endLine: 6,
    });
  });

  test('the last program of a text counts', () => {
    const both = `${program}\n\n${problem.code_prompt}${problem.canonical_solution}\n`;
    expect(findProgram(both, problem, [bug])?.bugs.size).toBe(0);
  });

  test.each([
    ['a body that goes on', `${program}\n    print(b)`],
    ['a line that goes on', `${program}.x`],
    ['another body', program.replace('return b', 'return a')],
    ['the statement alone', problem.complete_prompt],
    ['nothing', ''],
  ])('is not taken in by %s', (_, text) => {
    expect(findProgram(text, problem, [bug])).toBeUndefined();
  });
});
