import {describe, expect, test} from 'vitest';
import {noSyntaxErrors} from '../../src/log/log-line.js';
import {programWith} from '../../src/simulation/bugs-in-code.js';
import {createBuiltInCritic} from '../../src/simulation/critic.js';
import {starterWorld, subsetsOf} from './starter-world.js';

const {suite, catalogue} = await starterWorld();
const critic = createBuiltInCritic(catalogue);
const [problem] = suite.problems;
if (problem === undefined) throw new Error('the starter suite is empty');
const {instruct_prompt: statement} = problem;

const executionFeedback = [
  'TEST_A_B',
  'Traceback (most recent call last):',
  '  File "__test__.py", line 9, in test_a_b',
  '    self.assertEqual(task_func(1), 2)',
  'AssertionError: 3 != 2',
  '',
  '- TRAILING',
  '+ DIFF',
  '',
  'ALL',
  'Timed out: the tests did not finish within 2 s',
  '',
].join('\n');

describe('the novice', () => {
  test('names the failing tests in lower case, each with the line that names its error', async () => {
    const {text, leak} = await critic.novice({
      statement,
      previousCode: '',
      compilationFeedback: noSyntaxErrors,
      executionFeedback,
    });
    expect(text).toBe(
      '2 checks do not work for me: "test_a_b" goes wrong (AssertionError: 3 != 2); "everything" goes wrong (Timed out: the tests did not finish within 2 s). I do not know much about it, could you look at that again?',
    );
    expect(leak).toBe(false);
  });

  test('tells of the last of several subtests that fail, by the name of their test', async () => {
    const subtests = ['1', '3'].map((n) =>
      executionFeedback
        .slice(0, executionFeedback.indexOf('ALL'))
        .replace('TEST_A_B', `TEST_A_B (N=${n})`)
        .replace('3 != 2', `${n} != 2`),
    );
    const input = {statement, previousCode: '', compilationFeedback: noSyntaxErrors};
    const {text} = await critic.novice({...input, executionFeedback: subtests.join('\n')});
    expect(text).toContain(
      'One check does not work for me: "test_a_b" goes wrong (AssertionError: 3 != 2).',
    );
  });

  test('repeats what the compiler says and about where', async () => {
    const compilationFeedback =
      '  File "tmp.py", line 12\n    for x in y\n              ^\nSyntaxError: expected \':\'';
    const {text} = await critic.novice({
      statement,
      previousCode: '',
      compilationFeedback,
      executionFeedback: null,
    });
    expect(text).toContain("SyntaxError: expected ':', it says around line 12.");
    expect(text).not.toContain('for x in y');
  });

  test('cuts an error line of any length to 160 characters', async () => {
    const long = executionFeedback.replace('3 != 2', 'x'.repeat(5_000));
    const input = {
      statement,
      previousCode: '',
      compilationFeedback: noSyntaxErrors,
      executionFeedback: long,
    };
    expect((await critic.novice(input)).text.length).toBeLessThan(500);
  });
});

describe('the expert', () => {
  const asked = (previousCode: string) =>
    critic.expert({
      problem,
      previousCode,
      compilationFeedback: noSyntaxErrors,
      executionFeedback: null,
    });

  test('gives the hints of the bugs in the code, word for word, and no other', async () => {
    const bugs = catalogue.bugsOf(problem.task_id);
    for (const present of subsetsOf(bugs)) {
      if (present.size === 0) continue;
      const {text} = await asked(programWith(problem, bugs, present));
      expect(bugs.filter(({hint}) => text.includes(hint))).toEqual([...present]);
    }
  });

  test('names only what is asked for when the code is none it knows', async () => {
    const {text} = await asked('def task_func():\n    return 1\n');
    expect(text).toMatch(/^Go back to what is asked for \("/);
    expect(catalogue.bugsOf(problem.task_id).some(({hint}) => text.includes(hint))).toBe(false);
  });
});

test('no hint and no general hint quotes 12 characters or more of a line of the solution', async () => {
  for (const one of suite.problems) {
    const long = one.canonical_solution
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length >= 12);
    const input = {
      problem: one,
      previousCode: '',
      compilationFeedback: noSyntaxErrors,
      executionFeedback: null,
    };
    const texts = [
      ...catalogue.bugsOf(one.task_id).map(({hint}) => hint),
      (await critic.expert(input)).text,
    ];
    for (const text of texts) {
      expect(long.filter((line) => text.includes(line))).toEqual([]);
      expect(text).not.toContain('```');
    }
  }
});
