import {describe, expect, test} from 'vitest';
import {isActionable, logLineSchema, statusSchema} from '../../src/log/log-line.js';
import {exampleLine} from '../support/example-line.js';

const [compiles, passed] = ['No syntax errors', 'Passed all test runs'];

describe('a line is actionable', () => {
  // DESIGN.md, section 3, point 6: each row worked from its words.
  test.each([
    [null, null, null, false],
    [compiles, null, null, false],
    [compiles, passed, null, false],
    [null, passed, null, false],
    ['SyntaxError: invalid syntax', null, null, true],
    ['No syntax errors\n', null, null, true],
    [compiles, 'TEST_A\nTraceback\n', null, true],
    [null, 'TEST_A\nTraceback\n', null, true],
    [compiles, passed, 'Look again.', true],
    [null, null, '', true],
  ])(
    'by compilation %j, execution %j, verbal %j: %s',
    (compilation_feedback, execution_feedback, verbal_feedback, yes) => {
      expect(isActionable({compilation_feedback, execution_feedback, verbal_feedback})).toBe(yes);
    },
  );
});

describe('the schema of a line', () => {
  test('keeps its keys in the order of the format', () => {
    const turned = Object.fromEntries(Object.entries(exampleLine()).reverse());
    expect(Object.keys(logLineSchema.parse(turned))).toEqual([
      'task_id',
      'turn',
      'previous_code',
      'code_sha256',
      'previous_status',
      'compilation_feedback',
      'execution_feedback',
      'verbal_feedback',
      'notes',
    ]);
  });

  test.each([
    ['turn', 0],
    ['turn', 11],
    ['turn', 1.5],
    ['previous_status', 'missing'],
    ['previous_status', 'passed'],
    ['code_sha256', 'ABC'],
    ['notes', ['other']],
    ['notes', ['leak', 'denied']],
    ['notes', ['leak', 'leak']],
    ['notes', null],
    ['verbal_feedback', undefined],
  ])('refuses %s = %j', (field, value) => {
    const result = logLineSchema.safeParse({...exampleLine(), [field]: value});
    expect(result.error?.issues[0]?.path[0]).toBe(field);
  });

  test('takes the three notes in alphabetical order', () => {
    const notes = ['denied', 'feedback-of-other-code', 'leak'];
    expect(logLineSchema.parse({...exampleLine(), notes}).notes).toEqual(notes);
  });

  test('knows each verdict that a line can carry, and the one it cannot', () => {
    const carried = ['pass', 'fail', 'timeout', 'error'];
    for (const previous_status of carried)
      expect(logLineSchema.parse({...exampleLine(), previous_status})).toMatchObject({
        previous_status,
      });
    expect(statusSchema.options).toEqual([...carried, 'missing']);
  });

  const sha256 = 'a'.repeat(64);
  test.each([
    ['code_sha256', `${sha256}0`, 'expected 64 hex digits'],
    ['code_sha256', ` ${sha256}`, 'expected 64 hex digits'],
    ['code_sha256', sha256.toUpperCase(), 'expected 64 hex digits'],
    ['notes', ['leak', 'denied'], 'expected each note once, in alphabetical order'],
  ])('says of %s = %j what is expected', (field, value, message) => {
    const result = logLineSchema.safeParse({...exampleLine(), [field]: value});
    expect(result.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
