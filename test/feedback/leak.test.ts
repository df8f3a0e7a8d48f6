import {describe, expect, test} from 'vitest';
import {findLeak} from '../../src/feedback/leak.js';
import {exampleProblem} from '../support/example-problem.js';

const problem = exampleProblem({
  code_prompt: 'def task_func(values):',
  canonical_solution: [
    '    seen = set()',
    '    unique = [v for v in values if not (v in seen or seen.add(v))]',
    '    return sorted(unique, key=lambda v: (-values.count(v), v))[:3]',
    '',
  ].join('\n'),
});
const previousCode = 'def task_func(values):\n    return sorted(set(values))[:3]\n';
const leakIn = (remark: string) => findLeak(remark, {problem, previousCode});

describe('a remark gives the solution away', () => {
  test.each([
    'The ground truth sorts by count.',
    'Compare with the Ground-Truth program.',
    'The canonical solution keeps the order.',
    'In the reference implementation ties are broken by value.',
    'The solution I was given counts first.',
  ])('by speaking of it: %s', (remark) => {
    expect(leakIn(remark)).toBe('give-away phrase');
  });

  test.each([
    ['a line in back-ticks', 'Use `return sorted(unique, key=lambda v: (-values.count(v), v))[:3]` instead.'],
    ['a line in running text', 'Write sorted(unique, key=lambda v: (-values.count(v), v))[:3] at the end.'],
    ['a line with other spacing and quotes', 'Try: sorted( unique,key = lambda v : ( - values.count( v ),v ) )[ : 3 ]'],
  ])('by quoting %s', (_, remark) => {
    expect(leakIn(remark)).toBe('quoted solution');
  });

  test('by a whole corrected function, whatever its wording', () => {
    const remark =
      '```python\ndef task_func(values):\n    tally = Counter(values)\n    return tally.most_common(3)\n```';
    expect(leakIn(remark)).toBe('corrected function');
  });
});

describe('a remark is clean', () => {
  test.each([
    [
      'explains',
      'Equal counts are not told apart: think about what decides between two values that occur equally often.',
    ],
    ['names single calls', 'Have a look at what `sorted` does with its `key`, and at `list.count`.'],
    ['quotes the code under review', 'The line `return sorted(set(values))[:3]` forgets how often each value occurs.'],
    ['shows the code under review whole', `Your function\n\`\`\`python\n${previousCode}\`\`\`\nignores counts.`],
    ['speaks of solutions in general', 'A solution has to look at every value; the solution space is small.'],
  ])('that %s', (_, remark) => {
    expect(leakIn(remark)).toBeNull();
  });
});
