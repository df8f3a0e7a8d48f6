/**
 * The mean of float64 values as NumPy's `mean` adds them up, to the last bit, which decides halves
 * where upstream rounds: in eight sums side by side, and in halves from 129 values on
 * (`pairwise_sum` in `loops_utils.h.src`). Of up to 8,192 values, which it takes at once.
 * @example numpyMean([1 / 2, 1 / 3, 0]) // => 0.27777777777777773
 */
export function numpyMean(values: readonly number[]): number {
  return pairwiseSum(values) / values.length;
}

const lanes = 8;
const longestBlock = 128;

function pairwiseSum(values: readonly number[]): number {
  const {length} = values;
  if (length > longestBlock) {
    const half = length >> 1;
    const cut = half - (half % lanes);
    return pairwiseSum(values.slice(0, cut)) + pairwiseSum(values.slice(cut));
  }
  const even = length - (length % lanes);
  const sums = Array.from({length: lanes}, (_, lane) =>
    inTurn(values.slice(0, even).filter((_value, at) => at % lanes === lane)),
  );
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = sums;
  return inTurn([a + b + (c + d) + (e + f + (g + h)), ...values.slice(even)]);
}

function inTurn(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
