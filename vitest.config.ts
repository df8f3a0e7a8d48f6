import {spawnSync} from 'node:child_process';
import {delimiter, dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';
import {kinds} from './test/support/kinds/kinds.js';
import {LongestFirst} from './test/support/longest-first.js';

/**
 * The folder of the real `python3` first on the path. Where a shim stands before it (pyenv, asdf),
 * each of some thousand starts would pay for the shim.
 */
function withoutShim(): {PATH?: string} {
  const {stdout} = spawnSync('python3', ['-I', '-c', 'import sys; print(sys.executable)']);
  const path = stdout?.toString().trim();
  return path ? {PATH: `${dirname(path)}${delimiter}${process.env.PATH}`} : {};
}

export default defineConfig({
  resolve: {alias: {convcodebench: fileURLToPath(new URL('src/index.ts', import.meta.url))}},
  test: {
    reporters: ['default', './test/support/summary-reporter.ts'],
    // No outcome may hang on how busy the machine is; these only end what hangs.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // A worker that has no share of the machine does not end within vitest's own ten seconds, which
    // then says "Timeout terminating forks worker".
    teardownTimeout: 60_000,
    // Reading the modules once, not again for every file, halves the time of most.
    isolate: false,
    // What was made of a module is kept between runs: the inner loop.
    experimental: {fsModuleCache: true},
    sequence: {sequencer: LongestFirst},
    env: withoutShim(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...kinds.unit,
          globalSetup: ['./test/support/viewer-setup.ts'],
          setupFiles: ['./test/support/kinds/unit.ts'],
          maxWorkers: 2,
          sequence: {groupOrder: 0},
        },
      },
      // The other kinds wait for limits, servers and children most of the time: more files at once
      // than there are cores.
      {
        extends: true,
        test: {
          name: 'sealed',
          ...kinds.sealed,
          globalSetup: ['./test/support/viewer-setup.ts', './test/support/compile-runner.ts'],
          setupFiles: ['./test/support/kinds/sealed.ts'],
          maxWorkers: 4,
          sequence: {groupOrder: 1},
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          ...kinds['end-to-end'],
          globalSetup: [
            './test/support/viewer-setup.ts',
            './test/support/compile-runner.ts',
            './test/support/e2e/global-setup.ts',
          ],
          setupFiles: ['./test/support/kinds/end-to-end.ts'],
          maxWorkers: 4,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
});
