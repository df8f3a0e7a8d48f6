/** What a user calls the suite's own solutions, as a model. */
export const canonical = 'canonical';
/** What stands before the file of recorded answers. */
export const filePrefix = 'file:';

/** Whether a model needs no server, even where one is named; a simulated one may be behind it. */
export function isServerless(spec: string): boolean {
  return spec === canonical || spec.startsWith(filePrefix);
}
