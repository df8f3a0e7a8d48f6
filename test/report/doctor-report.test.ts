import {describe, expect, test} from 'vitest';
import type {GroundTruthProblem} from '../../src/judging/ground-truth-outcome.js';
import {failingLines, findingLines} from '../../src/report/doctor-report.js';

const problem: GroundTruthProblem = {
  task_id: 'Tiny/1',
  status: 'fail',
  cause: 'other',
  statuses: ['fail', 'fail', 'fail'],
  duration_ms: 5,
  time_limit_ms: 10_000,
  failures: [],
};
const saying = (text: string) =>
  failingLines([{...problem, failures: [{test: 'test_a', text}]}])
    .at(-1)
    ?.trim();

describe('what a failing solution said', () => {
  test.each([
    [
      'Traceback (most recent call last):\n  File "x"\nAssertionError: 6 != 4',
      'test_a: AssertionError: 6 != 4',
    ],
    [
      'Traceback (most recent call last):\nAssertionError: {} != {1}\n- {}\n+ {1}',
      'test_a: AssertionError: {} != {1}',
    ],
    [
      'Traceback\nKeyError: 1\n\nDuring handling …\n\nTraceback\nurllib.error.URLError: <x>',
      'test_a: urllib.error.URLError: <x>',
    ],
    [
      'Traceback\nLookupError: \n*****\n  Resource stopwords not found.\n  Please\n*****',
      'test_a: LookupError: Resource stopwords not found.',
    ],
    [
      'Timed out: the tests did not finish within 2 s',
      'test_a: Timed out: the tests did not finish within 2 s',
    ],
  ])('%j is shown by its exception', (text, line) => {
    expect(saying(text)).toBe(line);
  });

  test('is nothing where it passes', () => {
    expect(failingLines([{...problem, cause: null}])).toEqual([]);
  });
});

test('a finding ends with what mends it', () => {
  const bad = {
    subject: 'Data',
    verdict: 'bad' as const,
    found: 'nltk lacks words',
    details: ['words: Tiny/1'],
    remedy: 'get it',
  };
  expect(findingLines([{subject: 'Node', verdict: 'good', found: '20.19.0'}, bad])).toEqual([
    'ok    Node  20.19.0',
    'BAD   Data  nltk lacks words',
    '            words: Tiny/1',
    '            -> get it',
  ]);
});
