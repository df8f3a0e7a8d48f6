/**
 * What one problem adds to a figure: a value in [0, 1]; `missing` where it depends on a verdict
 * that we lack (left out of n, counted beside it); `outside` where the figure is not about this
 * problem (replay-only: nobody was asked).
 */
export type ProblemValue = number | 'missing' | 'outside';
