import {describe, expect, test} from 'vitest';
import {causeOf} from '../../../src/doctor/ground-truth/cause.js';
import {calibratedLimitMs} from '../../../src/judging/ground-truth-outcome.js';

const failing = (text: string) => [
  {test: 'test_case_1', text: `Traceback (most recent call last):\n${text}`},
];

describe('the cause of a failing canonical solution', () => {
  test.each([
    ["ModuleNotFoundError: No module named 'tensorflow'", 'missing library'],
    [
      'ImportError: libGL.so.1: cannot open shared object file: No such file or directory',
      'missing library',
    ],
    [
      'LookupError: \n*****\n  Resource stopwords not found.\n  Please use the NLTK Downloader',
      'data',
    ],
    ['pytesseract.pytesseract.TesseractNotFoundError: tesseract is not installed', 'data'],
    [
      'urllib.error.URLError: <urlopen error [Errno -3] Temporary failure in name resolution>',
      'network',
    ],
    [
      'requests.exceptions.ConnectionError: HTTPSConnectionPool(host=…): Max retries exceeded',
      'network',
    ],
    ["AttributeError: module 'numpy' has no attribute 'float'", 'version'],
    ["TypeError: boxplot() got an unexpected keyword argument 'labels'", 'version'],
    ["ImportError: cannot import name 'Iterable' from 'collections'", 'version'],
    ['AssertionError: 6 != 4', 'other'],
  ])('%s is a matter of %s', (text, cause) => {
    expect(causeOf(['fail', 'fail', 'fail'], failing(text))).toBe(cause);
  });

  test('is that it is flaky, whatever it says, when another run passes', () => {
    expect(causeOf(['fail', 'pass', 'fail'], failing('ConnectionError'))).toBe('flaky');
    expect(causeOf(['timeout', 'timeout', 'pass'], [])).toBe('flaky');
  });

  test('is none when the first run passes', () => {
    expect(causeOf(['pass'], [])).toBeNull();
  });

  test('a missing library explains what follows from it', () => {
    const both = [
      ...failing("AttributeError: 'NoneType' has no attribute 'x'"),
      ...failing("No module named 'cv2'"),
    ];
    expect(causeOf(['fail', 'fail', 'fail'], both)).toBe('missing library');
  });
});

describe('the time limit of a problem', () => {
  // Five times the solution's time in whole seconds; at least 10 s or the suite's limit; at most
  // the suite's limit or twice the solution's time.
  test.each([
    [100, 60_000, 10_000],
    [2_000, 60_000, 10_000],
    [2_001, 60_000, 11_000],
    [9_500, 60_000, 48_000],
    [20_000, 60_000, 60_000],
    [45_000, 60_000, 90_000],
    [100, 2_000, 2_000],
    [1_500, 2_000, 3_000],
  ])('of a solution that takes %s ms in a suite of %s ms is %s ms', (duration, suite, limit) => {
    expect(calibratedLimitMs(duration, suite)).toBe(limit);
  });
});
