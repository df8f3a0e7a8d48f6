import {describe, expect, test} from 'vitest';
import {
  exceptionCounts,
  exceptionIn,
  libraryCounts,
  verdictClassCounts,
} from '../../../src/report/html/failure-classes.js';
import type {VerdictRow} from '../../../src/run/verdict-row.js';
import {staticRows} from '../../score/rows.js';

const [template] = staticRows({task: 'T/0', own: 'F', reference: 'F'});
const row = (changes: Partial<VerdictRow>): VerdictRow => {
  if (!template) throw new Error('no row');
  return {...template, ...changes};
};

test('an answer falls into one class, and places where nobody was asked into none', () => {
  const rows = [
    row({status: 'pass'}),
    row({failures: ['test_one', 'ALL']}),
    row({failures: ['ALL']}),
    row({failures: ['ALL'], found: 'none'}),
    row({turn: 3, status: 'timeout', failures: ['ALL']}),
    row({turn: 3, status: 'error', failures: ['ALL']}),
    row({turn: 3, origin: 'missing', status: 'missing'}),
    row({turn: 3, origin: 'reference-solved', status: 'pass'}),
    row({turn: 3, origin: 'no-feedback'}),
  ];
  expect(verdictClassCounts(rows)).toEqual([
    {turn: 0, verdict: 'pass', n: 1},
    {turn: 0, verdict: 'tests', n: 1},
    {turn: 0, verdict: 'whole', n: 1},
    {turn: 0, verdict: 'no program', n: 1},
    {turn: 3, verdict: 'timeout', n: 1},
    {turn: 3, verdict: 'error', n: 1},
    {turn: 3, verdict: 'missing', n: 1},
  ]);
});

describe('the exception of a traceback', () => {
  test.each([
    ['Traceback (most recent call last):\n  File "x"\nAssertionError: 1 != 2', 'AssertionError'],
    [
      'Traceback …\nKeyError: 1\n\nDuring …\nTraceback …\njson.JSONDecodeError: no',
      'json.JSONDecodeError',
    ],
    ['  File "tmp.py", line 1\nSyntaxError: invalid syntax', 'SyntaxError'],
    ['Traceback …\nStopIteration', 'StopIteration'],
    [
      'Traceback (most recent call last):\n  File "x", line 1\n    f()\nzipfile.BadZipFile: no',
      'zipfile.BadZipFile',
    ],
    [
      'Traceback (most recent call last):\n  File "x", line 1\n    f()\nsubprocess.TimeoutExpired: x',
      'subprocess.TimeoutExpired',
    ],
    ['Traceback (most recent call last):\n  File "x", line 1\n    f()\nqueue.Empty', 'queue.Empty'],
    ['Timed out: the tests did not finish within 2 s', 'timed out'],
    ['The process ended before the tests did (signal SIGKILL)', 'no exception'],
    ['AssertionError is what I say: nothing', 'no exception'],
  ])('%j', (text, exception) => {
    expect(exceptionIn(text)).toBe(exception);
  });

  test('is counted once an answer, the most frequent first', () => {
    const answers = [
      ['KeyError: 1', 'KeyError: 2'],
      ['ValueError', 'KeyError: 1'],
      ['ValueError'],
      ['ValueError'],
    ];
    expect(exceptionCounts(answers)).toEqual([
      {exception: 'ValueError', n: 3},
      {exception: 'KeyError', n: 2},
    ]);
  });
});

test('libraries count answers and passes over the problems that name them', () => {
  const rows = [
    row({task_id: 'A', status: 'pass'}),
    row({task_id: 'A', status: 'fail'}),
    row({task_id: 'B', status: 'fail'}),
    row({task_id: 'B', origin: 'reference-solved', status: 'pass'}),
    row({task_id: 'B', origin: 'missing', status: 'missing'}),
  ];
  const libraries = (task: string) => (task === 'A' ? ['re', 'csv'] : ['re']);
  expect(libraryCounts(rows, libraries)).toEqual([
    {library: 're', problems: 2, answers: 3, passes: 1},
    {library: 'csv', problems: 1, answers: 2, passes: 1},
  ]);
});
