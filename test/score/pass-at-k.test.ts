import fc from 'fast-check';
import {expect, test} from 'vitest';
import {passAtK, reportedKs} from '../../src/score/pass-at-k.js';

// Python: 1 - math.comb(n - c, k) / math.comb(n, k)
test.each([
  [10, 3, 1, 0.3],
  [10, 3, 5, 0.9166666666666666],
  [10, 8, 5, 1],
  [100, 1, 25, 0.25],
  [200, 10, 100, 0.9992289739372822],
  [5, 0, 5, 0],
])('of %i samples, %i right: pass@%i is %d', (judged, passed, k, expected) => {
  expect(passAtK([{judged, passed}], k)).toBeCloseTo(expected, 12);
});

test('it is reported for the k that BigCodeBench reports', () => {
  expect(reportedKs).toEqual([1, 5, 10, 25, 100]);
});

test('it is the mean over problems, each with its own number of samples', () => {
  const counts = [
    {judged: 2, passed: 1},
    {judged: 5, passed: 5},
  ];
  expect(passAtK(counts, 1)).toBe(0.75);
});

test('it is what drawing every set of k samples gives', () => {
  const subsets = (size: number, k: number): number[][] =>
    k === 0
      ? [[]]
      : Array.from({length: size}, (_, last) => last).flatMap((last) =>
          subsets(last, k - 1).map((rest) => [...rest, last]),
        );
  fc.assert(
    fc.property(fc.array(fc.boolean(), {minLength: 1, maxLength: 8}), fc.nat(), (verdicts, at) => {
      const k = 1 + (at % verdicts.length);
      const drawn = subsets(verdicts.length, k);
      const passing = drawn.filter((set) => set.some((index) => verdicts[index]));
      const counts = {judged: verdicts.length, passed: verdicts.filter(Boolean).length};
      expect(passAtK([counts], k)).toBeCloseTo(passing.length / drawn.length, 12);
    }),
  );
});
