/**
 * Ranks from 0, tied values sharing the average of the ranks they span. (simple-statistics has this
 * inside its Spearman only.)
 * @example averageRanks([20, 10, 20]) // => [1.5, 0, 1.5]
 */
export function averageRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
