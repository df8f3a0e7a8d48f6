import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';

export default defineConfig({
  resolve: {alias: {convcodebench: fileURLToPath(new URL('src/index.ts', import.meta.url))}},
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    globalSetup: ['./test/support/e2e/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of the time is spent waiting for servers, limits and children: two files at a time, also
    // where there are only two cores.
    maxWorkers: 2,
  },
});
