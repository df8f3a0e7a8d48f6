import {defineConfig} from 'vitest/config';
import {kinds} from './test/support/kinds/kinds.js';

/**
 * What Stryker runs: one room's unit tests, or those of several (`a,b`). `scripts/test-mutation.ts`
 * names them.
 */
export default defineConfig({
  test: {
    include: [`test/{${process.env.CONVCODEBENCH_MUTATION_TESTS ?? 'score'},none}/**/*.test.ts`],
    exclude: kinds.unit.exclude,
    setupFiles: ['./test/support/kinds/unit.ts'],
    testTimeout: 120_000,
  },
});
