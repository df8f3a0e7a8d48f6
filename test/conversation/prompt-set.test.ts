import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {answerToProgram} from '../../src/conversation/answer-to-program.js';
import {
  fenced,
  loadPromptSet,
  promptSetsDirectory,
  shippedPromptSets,
} from '../../src/conversation/prompt-set.js';
import {UsageError} from '../../src/errors.js';
import type {Feedback} from '../../src/log/log-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

const shipped = join(promptSetsDirectory, 'default');

/** The shipped set with one template replaced (null: taken away). */
function changedSet(name: string, text: string | null): string {
  const directory = temporaryDirectory();
  cpSync(shipped, directory, {recursive: true});
  if (text === null) rmSync(join(directory, `${name}.eta`));
  else writeFileSync(join(directory, `${name}.eta`), text);
  return directory;
}

const silent: Feedback = {
  compilation_feedback: null,
  execution_feedback: null,
  verbal_feedback: null,
};

describe('the shipped prompt set', () => {
  const prompts = loadPromptSet();

  test('is the one called default', () => {
    expect(shippedPromptSets()).toEqual(['default']);
    expect(prompts.name).toBe('default');
  });

  test('gives every non-null part of the feedback its own heading, fixed words included', () => {
    const followUp = (feedback: Partial<Feedback>) => prompts.followUp({...silent, ...feedback});
    const whole = prompts.followUp({
      compilation_feedback: 'No syntax errors',
      execution_feedback: 'Passed all test runs',
      verbal_feedback: 'Look again.',
    });
    expect(whole).toContain(
      '# Compiler\nNo syntax errors\n\n# Test run\nPassed all test runs\n\n# Remarks\nLook again.\n',
    );
    const headings = (text: string) => text.match(/^# .*$/gm);
    expect(headings(followUp({compilation_feedback: 'SyntaxError'}))).toEqual(['# Compiler']);
    expect(headings(followUp({execution_feedback: 'TEST_A\nTraceback\n'}))).toEqual(['# Test run']);
    expect(headings(followUp({verbal_feedback: 'x'}))).toEqual(['# Remarks']);
  });

  test('asks for reasoning first, then one fenced Python block', () => {
    for (const text of [
      prompts.first('S'),
      prompts.refine({statement: 'S', previousCode: 'c', feedback: silent}),
    ]) {
      expect(text.trimEnd().split('\n').at(-1)).toMatch(/[Ee]xplain.*then.*one ```python block/);
    }
  });

  test('puts text in as it is: nothing is escaped, no placeholder is read in what comes from outside', () => {
    const odd = 'a < b && "c" $& $1 $$ <%= it.solution %> {{x}} \\n';
    expect(prompts.first(odd)).toContain(odd);
    expect(
      prompts
        .refine({statement: odd, previousCode: odd, feedback: {...silent, verbal_feedback: odd}})
        .split(odd),
    ).toHaveLength(4);
  });

  test('never shows the solution to a novice', () => {
    const input = {statement: 'S', previousCode: 'c', feedback: silent, solution: 'SECRET'};
    expect(prompts.novice(input)).not.toContain('SECRET');
    expect(prompts.expert(input)).toContain('```python\nSECRET\n```');
  });
});

describe('a prompt set', () => {
  test('has a hash over the text of every template', () => {
    const {hash} = loadPromptSet();
    expect(loadPromptSet(changedSet('none', '')).hash).toBe(hash);
    for (const name of [
      'system',
      'first',
      'refine',
      'follow-up',
      'feedback',
      'novice',
      'expert',
      'expert-again',
    ]) {
      const text = readFileSync(join(shipped, `${name}.eta`), 'utf8');
      expect(loadPromptSet(changedSet(name, `${text}\n`)).hash, name).not.toBe(hash);
    }
  });

  test.each([
    ['first', 'Do <%~ it.statment %>', 'it.statment'],
    ['first', 'Do <%~ it.feedback %>', 'it.feedback'],
    ['novice', '<%~ it.statement %><%~ it.solution %>', 'it.solution'],
    ['feedback', '<% if (it.execution === null) { %><%~ it.stderr %><% } %>', 'it.stderr'],
    ['feedback', '<% if (it.execution !== null) { %><%~ it.stderr %><% } %>', 'it.stderr'],
  ])(
    'is refused when loaded where %s asks for a value it is not given: %s',
    (name, text, value) => {
      const directory = changedSet(name, text);
      expect(() => loadPromptSet(directory)).toThrow(UsageError);
      expect(() => loadPromptSet(directory)).toThrow(
        `${join(directory, `${name}.eta`)}: asks for ${value}`,
      );
    },
  );

  test('is refused by file where a template does not parse or is missing', () => {
    const broken = changedSet('refine', '<% if (it.statement { %>');
    expect(() => loadPromptSet(broken)).toThrow(UsageError);
    expect(() => loadPromptSet(broken)).toThrow(
      `${join(broken, 'refine.eta')}: Bad template syntax: Unexpected token '{'`,
    );
    expect(() => loadPromptSet(changedSet('system', null))).toThrow(
      /system\.eta: no such file; a prompt set has system, first/,
    );
  });
});

describe('code in a fence', () => {
  test('cannot close it', () => {
    expect(fenced('x = 1')).toBe('```python\nx = 1\n```');
    expect(fenced('a = """\n```\n"""\n')).toBe('````python\na = """\n```\n"""\n````');
    expect(fenced('# ``````\n```')).toBe('```````python\n# ``````\n```\n```````');
  });

  test('is read back as it was, whatever back-ticks and tildes it holds', () => {
    const problem = exampleProblem({code_prompt: ''});
    const line = fc.oneof(
      fc.constantFrom('```', '````', '~~~', '  ```python', '`', '"""'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const remarks = lines.map((line) => `# ${line.replace(/[\r\n]/g, '')}`);
        const code = ['def task_func(x):', '    return x', ...remarks].join('\n');
        expect(answerToProgram(`Text.\n\n${fenced(code)}\n\nMore.`, problem).program).toBe(code);
      }),
      {numRuns: 300},
    );
  });
});
