import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';
import {kinds} from './test/support/kinds/kinds.js';

export default defineConfig({
  resolve: {alias: {convcodebench: fileURLToPath(new URL('src/index.ts', import.meta.url))}},
  test: {
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of the time is spent waiting for servers, limits and children: two files at a time, also
    // where there are only two cores.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {name: 'unit', ...kinds.unit, setupFiles: ['./test/support/kinds/unit.ts']},
      },
      {
        extends: true,
        test: {name: 'sealed', ...kinds.sealed, setupFiles: ['./test/support/kinds/sealed.ts']},
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          ...kinds['end-to-end'],
          globalSetup: ['./test/support/e2e/global-setup.ts'],
        },
      },
    ],
  },
});
