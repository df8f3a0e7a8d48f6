import {expect, test} from 'vitest';
import {planReplay} from '../../src/conversation/plan-replay.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import {runReplay} from '../../src/conversation/replay.js';
import {defaultDecoding, type Model} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import {solvedLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeJudge, fencedAnswer} from '../support/fakes.js';
import {sitting} from '../support/open-run.js';
import {temporaryDirectory} from '../support/temporary-directory.js';

test('an answer is judged, and its verdict on disk, while others are still awaited', async () => {
  const problems = ['P/0', 'P/1'].map((task_id) =>
    exampleProblem({task_id, instruct_prompt: `Solve ${task_id}.`}),
  );
  const conversations = problems.map(({task_id}) => ({
    taskId: task_id,
    lines: () => [solvedLine({task_id})],
  }));
  const asking = {
    prompts: loadPromptSet(),
    history: 'last',
    systemPrompt: true,
    decoding: defaultDecoding,
  } as const;
  const plan = planReplay(new Map([['CF_SEF', conversations]]), problems, asking);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // The second question is answered only once the first has its verdict: a replay that judged
  // afterwards would wait for ever.
  const model: Model = {
    id: 'fake',
    ask: async ({messages}) => {
      if (messages.at(-1)?.content.includes('P/1')) await released;
      return {
        text: fencedAnswer('# passes'),
        reasoning: null,
        finish_reason: 'stop',
        usage: null,
        model: 'fake',
      };
    },
  };
  const judge = createFakeJudge();
  await sitting(temporaryDirectory(), async (run) => {
    const place = {scenario: 'NONE', task_id: 'P/0', turn: 0} as const;
    await runReplay({
      ...{plan, model, judging: {judge, timeLimitMs: () => 2_000}, run, pace: fixedPace(2)},
      onProgress: () => {
        if (run.verdictAt(place)?.status !== 'pass') return;
        if (judge.judged.length === 1) release();
      },
    });
  });
  expect(judge.judged).toHaveLength(2);
});
