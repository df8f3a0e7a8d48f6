import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {expect, test} from 'vitest';
import {planReplay} from '../../src/conversation/plan-replay.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import {defaultDecoding} from '../../src/model/model.js';
import {exampleLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';

/** What is alive, in bytes. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

test('a plan holds no messages: 300 questions of 20 kB take less than 1 MB', () => {
  const problems = Array.from({length: 30}, (_, i) => exampleProblem({task_id: `P/${i}`}));
  const conversations = problems.map(({task_id}) => ({
    taskId: task_id,
    lines: () =>
      Array.from({length: 10}, (_, i) =>
        exampleLine({
          task_id,
          turn: i + 1,
          verbal_feedback: `${task_id}, turn ${i + 1}: ${'x'.repeat(20_000)}`,
        }),
      ),
  }));
  const asking = {
    prompts: loadPromptSet(),
    history: 'last',
    systemPrompt: true,
    decoding: defaultDecoding,
  } as const;
  const plan = () => planReplay(new Map([['CF_SEF', conversations]]), problems, asking);
  plan();
  const before = heapInUse();
  const places = plan();
  const taken = heapInUse() - before;
  const asked = places.filter(({kind}) => kind === 'ask');
  expect(asked).toHaveLength(330);
  expect(taken).toBeLessThan(1_000_000);
});
