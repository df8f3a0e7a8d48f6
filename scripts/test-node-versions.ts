import {execa} from 'execa';
import {packagePath} from '../src/files/package-root.js';

/**
 * Runs the quickstart and the unit tests on each Node that we promise, `npm run
 * test:node-versions [VERSION…]`; npm's package `node` brings them. Ends with a line for each, and
 * fails where one does.
 */
const asked = process.argv.slice(2);
const versions = asked.length === 0 ? ['20', '22', '24'] : asked;

const steps: {[name: string]: string[]} = {
  quickstart: ['dist/cli.js', 'quickstart', '--out', 'runs/node-versions'],
  'unit tests': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'],
};

const outcomes: string[] = [];
for (const version of versions) {
  for (const [name, args] of Object.entries(steps)) {
    const {failed, stdout} = await execa(
      'npx',
      ['--yes', '--package', `node@${version}`, '--', 'node', ...args],
      {
        cwd: packagePath('.'),
        env: {NO_COLOR: '1'},
        stdout: ['inherit', 'pipe'],
        stderr: 'inherit',
        reject: false,
      },
    );
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    outcomes.push(`Node ${version}, ${name}: ${failed ? 'failed' : 'passed'} (${last})`);
    if (failed) process.exitCode = 1;
  }
}
console.log(`\n${outcomes.join('\n')}`);
