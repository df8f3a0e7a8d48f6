/**
 * The three kinds of test. What a file may start is decided by its name and place, and held to by
 * its kind's setup file.
 */
export const kinds = {
  /** Neither Python nor the command line: seconds, and the same on every machine. */
  unit: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.{sealed,whole}.test.ts', 'test/end-to-end/**'],
  },
  /** Starts Python: a judge, an environment, a compiler. */
  sealed: {include: ['test/**/*.sealed.test.ts'], exclude: ['test/end-to-end/**']},
  /**
   * Starts the compiled command line, or the package; or goes over a whole bundle, board or suite,
   * or megabytes of text, beside what it is of: `*.whole.test.ts`.
   */
  'end-to-end': {include: ['test/end-to-end/**/*.test.ts', 'test/**/*.whole.test.ts'], exclude: []},
};
