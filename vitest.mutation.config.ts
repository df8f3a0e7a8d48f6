import {defineConfig} from 'vitest/config';
import {kinds} from './test/support/kinds/kinds.js';

/** What Stryker runs: one room's unit tests. `scripts/test-mutation.ts` names the room. */
export default defineConfig({
  test: {
    include: [`test/${process.env.CONVCODEBENCH_MUTATED_ROOM ?? 'score'}/**/*.test.ts`],
    exclude: kinds.unit.exclude,
    testTimeout: 120_000,
  },
});
