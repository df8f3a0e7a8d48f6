import {expect, test} from 'vitest';
import {isCriticAsked} from '../../src/feedback/critic.js';

const [compiles, error] = ['No syntax errors', 'SyntaxError: x'];
const [passed, fails] = ['Passed all test runs', 'TEST_A\nTraceback\n'];

// DESIGN.md, section 3, points 4 and 5: the expert is not asked when the code does not compile, the
// novice not when nothing is wrong in its sight.
test.each([
  ['expert', compiles, null, true],
  ['expert', compiles, passed, true],
  ['expert', compiles, fails, true],
  ['expert', error, null, false],
  ['novice', compiles, null, false],
  ['novice', compiles, passed, false],
  ['novice', compiles, fails, true],
  ['novice', error, null, true],
  ['none', compiles, fails, false],
  ['none', error, null, false],
] as const)(
  '%s, compilation %j, execution %j: asked %s',
  (kind, compilationFeedback, executionFeedback, asked) => {
    expect(isCriticAsked(kind, {compilationFeedback, executionFeedback})).toBe(asked);
  },
);
