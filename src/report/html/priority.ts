import type {Grid} from './grid.js';

/**
 * How much a reader wants to see a problem's conversations, the smallest number first: runs that
 * differ in it, then answers that failed or have no verdict, then the rest.
 * @param task its place among the tasks of the grids.
 */
export function priorityOf(grids: readonly Grid[], task: number): 0 | 1 | 2 {
  const texts = grids.map((grid) =>
    Object.entries(grid)
      .map(([scenario, byTask]) => `${scenario} ${byTask?.[task] ?? ''}`)
      .sort()
      .join('\n'),
  );
  if (new Set(texts).size > 1) return 0;
  return texts.some((text) => /[ftemu]/.test(text)) ? 1 : 2;
}
