import {expect, test} from 'vitest';
import {logStats} from '../../src/log/log-stats.js';
import {openLog, readConversations} from '../../src/log/read-log.js';
import {exampleLine} from '../support/example-line.js';

// Counted by hand in test/fixtures/logs/v1: Old/0 asks at turn 1 and is solved at turn 1; Old/1 is
// solved at turn 0; Old/2 does not compile and asks at turns 1 to 10; Old/3 asks at turn 1 and
// breaks off.
test('questions and solved problems are counted by turn', async () => {
  const stats = logStats(
    await readConversations(openLog('test/fixtures/logs/v1'), 'CF_EF_UNIT_SEF'),
  );
  expect(stats).toEqual({
    problems: 4,
    lines: 14,
    solved: [1, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    questions: [3, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    without_feedback: 0,
    leaks: 1,
  });
});

test('a line that says nothing actionable asks nothing and is counted apart', () => {
  const lines = Array.from({length: 10}, (_, i) => exampleLine({turn: i + 1}));
  const stats = logStats([{taskId: 'Example/0', lines}]);
  expect(stats.questions).toEqual(Array(10).fill(0));
  expect(stats.without_feedback).toBe(10);
});
