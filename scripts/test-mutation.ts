import {execa} from 'execa';
import {packagePath} from '../src/files/package-root.js';

/**
 * Changes the pure rooms in small ways, one at a time, and lists the changes that the room's own
 * tests do not notice: `npm run test:mutation [ROOM…]`. It takes an hour and more for all of them.
 * Fails where fewer than 95% of a room's changes are noticed; `test/survivors.md` says why the
 * others may live.
 */
const mutated: {[room: string]: string[]} = {
  score: ['src/score/*.ts'],
  feedback: ['src/feedback/*.ts'],
  problem: ['src/problem/*.ts'],
  log: ['src/log/*.ts'],
  conversation: ['answer-to-code', 'feedback-line', 'judged-row', 'plan-replay', 'request'].map(
    (file) => `src/conversation/${file}.ts`,
  ),
  run: ['mode', 'shortenings', 'sort-verdicts', 'totals', 'verdict-row'].map(
    (file) => `src/run/${file}.ts`,
  ),
};

const asked = process.argv.slice(2);
for (const room of asked.length === 0 ? Object.keys(mutated) : asked) {
  const files = mutated[room];
  if (files === undefined)
    throw new Error(`${room}: no such room; there are ${Object.keys(mutated).join(', ')}`);
  console.log(`\n${room}`);
  const {exitCode} = await execa('npx', ['stryker', 'run', '--mutate', files.join(',')], {
    cwd: packagePath('.'),
    env: {CONVCODEBENCH_MUTATED_ROOM: room},
    stdio: 'inherit',
    reject: false,
  });
  if (exitCode !== 0) process.exitCode = 1;
}
