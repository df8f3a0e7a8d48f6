import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Problem} from '../../src/problem/problem.js';
import {loadSuite} from '../../src/problem/suite.js';
import {findProgram, programWith} from '../../src/simulation/bugs-in-code.js';
import {mutationsOf} from '../../src/simulation/mutations.js';
import {mutators} from '../../src/simulation/mutators.js';
import {parseLines} from '../../src/simulation/python-text.js';
import {subsetsOf} from './starter-world.js';

function problemWith(body: string, task_id = 'Made/0'): Problem {
  return {
    task_id,
    complete_prompt: 'def task_func(a, b):\n    """Do it."""\n',
    instruct_prompt: 'Do it.',
    canonical_solution: body,
    code_prompt: 'def task_func(a, b):\n',
    test: '',
    entry_point: 'task_func',
    doc_struct: '{}',
    libs: '[]',
  };
}

/** Every line that a mutator makes of a body. */
function mutantsOf(kind: string, body: string): string[] {
  const lines = parseLines(body) ?? [];
  const mutator = mutators.find((one) => one.kind === kind);
  return lines.flatMap((line) => mutator?.mutate(line, lines) ?? []).map(({text}) => text.trim());
}

describe('each way to go wrong', () => {
  test.each([
    ['wrong-operator', '    return a + -b', ['return a - -b']],
    [
      'wrong-operator',
      '    return f(*a, **b) or a // b',
      ['return f(*a, **b) and a // b', 'return f(*a, **b) or a / b'],
    ],
    ['wrong-operator', '    n += len("a + b")  # a + b', ['n -= len("a + b")  # a + b']],
    ['wrong-operator', '    return a[:-1] % b', []],
    ['wrong-comparison', '    if a <= b != c:', ['if a < b != c:', 'if a <= b == c:']],
    [
      'wrong-comparison',
      '    if a not in b and c is not None:',
      ['if a in b and c is not None:', 'if a not in b and c is None:'],
    ],
    ['wrong-comparison', '    return "a < b"', []],
    [
      'wrong-constant',
      '    return f(10, True, x1, 2.5)',
      ['return f(11, True, x1, 2.5)', 'return f(10, False, x1, 2.5)'],
    ],
    ['dropped-line', '    x = f(\n        a)\n    x.sort()\n    return x', ['']],
    ['dropped-line', '    if a:\n        b = 1\n    return b', []],
    ['swapped-arguments', '    return f(a, g(b)[0])', ['return f(g(b)[0], a)']],
    ['swapped-arguments', '    return f(a, *b) + f(a, key=b) + f(a) + f(a, b, c)', []],
    ['swapped-arguments', '    return f(a * 2, (b, c))', ['return f((b, c), a * 2)']],
    ['misspelt-name', '    total = items', ['total = itms']],
    ['misspelt-name', '    from items import total', []],
    ['missing-colon', '    while a[1:]:', ['while a[1:]']],
    ['missing-colon', '    x = {1:\n    2}', []],
  ])('%s of %j', (kind, body, expected) => {
    expect(mutantsOf(kind, body)).toEqual(expected);
  });
});

describe('the lines of a body', () => {
  test('know strings, comments and what they continue', () => {
    const lines = parseLines("a = '''x\n# no\n'''; b = (1,\n  2)\nc = 1 \\\n  + 2\n# only this\nd");
    expect(lines?.map(({index, begins, whole}) => [index, begins, whole])).toEqual([
      [0, true, false],
      [2, false, false],
      [3, false, false],
      [4, true, false],
      [5, false, false],
      [7, true, true],
    ]);
  });

  test.each(["x = 'open", 'f((1)', 'x = $'])('%j is left alone', (code) => {
    expect(parseLines(code)).toBeUndefined();
  });
});

const body = [
  '    total = 0',
  '    for item in a:',
  '        if item > 3 and item not in b:',
  '            total += max(item, 7) * 2',
  '    values = [total, len(a)]',
  '    values.sort(reverse=True)',
  '    return dict(zip(values, range(1, 3)))',
].join('\n');

describe('the mutations of a problem', () => {
  test('are three to six, fixed by its task_id', () => {
    for (let n = 0; n < 50; n += 1) {
      const bugs = mutationsOf(problemWith(body, `Made/${n}`));
      expect(bugs.length).toBeGreaterThanOrEqual(3);
      expect(bugs.length).toBeLessThanOrEqual(6);
      expect(mutationsOf(problemWith(body, `Made/${n}`))).toEqual(bugs);
    }
    const different = new Set(
      Array.from({length: 50}, (_, n) => JSON.stringify(mutationsOf(problemWith(body, `M/${n}`)))),
    );
    expect(different.size).toBeGreaterThan(40);
  });

  test('are none where the solution offers none', () => {
    expect(mutationsOf(problemWith("    return ''"))).toEqual([]);
  });

  test('keep out of while loops and of programs that delete', () => {
    const looping =
      '    n = 9\n    while n > 1:\n        n = n - 1\n        a.append(n)\n    return a';
    const deleting = `    import shutil\n    shutil.rmtree(a + b)\n    if a > b:\n        return 17\n    return os.path.join(a, b)`;
    for (let n = 0; n < 50; n += 1) {
      const edited = mutationsOf(problemWith(looping, `Made/${n}`)).filter(
        ({kind}) => kind !== 'compile',
      );
      expect(edited.every(({find}) => !/while|n - 1|append/.test(find))).toBe(true);
      const names = mutationsOf(problemWith(deleting, `Made/${n}`)).map(({name}) =>
        name.replace(/-\d+$/, ''),
      );
      expect(names.every((name) => ['misspelt-name', 'missing-colon'].includes(name))).toBe(true);
    }
  });
});

const bigCodeBench = join(process.env.CONVCODEBENCH_TEST_DATA ?? '', 'bigcodebench.jsonl.gz');
const hasBigCodeBench =
  process.env.CONVCODEBENCH_TEST_DATA !== undefined && existsSync(bigCodeBench);

describe.skipIf(!hasBigCodeBench)('on BigCodeBench (needs CONVCODEBENCH_TEST_DATA)', async () => {
  const problems = hasBigCodeBench ? (await loadSuite(bigCodeBench)).problems : [];
  const mutated = problems.map((problem) => ({problem, bugs: mutationsOf(problem)}));

  test('at least 95% of the problems have three mutations or more', () => {
    const share = mutated.filter(({bugs}) => bugs.length >= 3).length / problems.length;
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  test('each finds its place once, changes the text, and does not overlap another', () => {
    for (const {problem, bugs} of mutated) {
      const solution = problem.canonical_solution;
      let end = 0;
      for (const {find, replace, task_id, name} of bugs) {
        expect(solution.split(find), `${task_id} ${name}`).toHaveLength(2);
        expect(replace).not.toBe(find);
        expect(solution.indexOf(find)).toBeGreaterThanOrEqual(end);
        end = solution.indexOf(find) + find.length;
      }
      expect(new Set(bugs.map(({name}) => name)).size).toBe(bugs.length);
    }
  });

  test('hints differ from each other everywhere and hold no line of 12 characters or more of the solution', () => {
    const hints = mutated.flatMap(({bugs}) => bugs.map(({hint}) => hint));
    expect(new Set(hints).size).toBe(hints.length);
    for (const {problem, bugs} of mutated) {
      const lines = problem.canonical_solution.split('\n').map((line) => line.trim());
      const long = lines.filter((line) => line.length >= 12);
      expect(bugs.some(({hint}) => long.some((line) => hint.includes(line)))).toBe(false);
    }
  });

  test('every variant of every program is a text of its own and is recognised', () => {
    for (const {problem, bugs} of mutated.filter((_, index) => index % 10 === 0)) {
      const texts = new Set<string>();
      for (const present of subsetsOf(bugs)) {
        const text = programWith(problem, bugs, present);
        texts.add(text);
        expect(findProgram(text, problem, bugs)?.bugs, problem.task_id).toEqual(present);
      }
      expect(texts.size).toBe(2 ** bugs.length);
    }
  });
});
