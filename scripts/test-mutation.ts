import {execa} from 'execa';
import {packagePath} from '../src/files/package-root.js';

/**
 * Changes the pure rooms in small ways, one at a time, and lists the changes that no test notices:
 * `npm run test:mutation [ROOM…]`. It takes an hour and more for all of them. Fails where fewer
 * than 95% of a room's changes are noticed; `test/survivors.md` says what was reached, and why the
 * others live.
 */
const rooms: {[room: string]: {mutated: string[]; tests: string}} = {
  score: {mutated: ['src/score/*.ts'], tests: 'score'},
  feedback: {mutated: ['src/feedback/*.ts'], tests: 'feedback'},
  log: {mutated: ['src/log/*.ts'], tests: 'log'},
  conversation: {
    mutated: [
      'answer-to-program',
      'answer/*',
      'python/*',
      'feedback-line',
      'judged-row',
      'plan-replay',
      'request',
    ].map((file) => `src/conversation/${file}.ts`),
    tests: 'conversation',
  },
  problem: {mutated: ['src/problem/*.ts'], tests: 'problem'},
  run: {
    mutated: ['mode', 'shortenings', 'sort-verdicts', 'totals', 'verdict-row'].map(
      (file) => `src/run/${file}.ts`,
    ),
    tests: 'run',
  },
};

const asked = process.argv.slice(2);
for (const room of asked.length === 0 ? Object.keys(rooms) : asked) {
  const chosen = rooms[room];
  if (chosen === undefined)
    throw new Error(`${room}: no such room; there are ${Object.keys(rooms).join(', ')}`);
  console.log(`\n${room}`);
  const {exitCode} = await execa('npx', ['stryker', 'run', '--mutate', chosen.mutated.join(',')], {
    cwd: packagePath('.'),
    env: {CONVCODEBENCH_MUTATION_TESTS: chosen.tests},
    stdio: 'inherit',
    reject: false,
  });
  if (exitCode !== 0) process.exitCode = 1;
}
