import {expect, test} from 'vitest';
import {defaultDecoding} from '../../src/model/model.js';
import {starterLog} from '../../src/quickstart/quickstart.js';
import {estimateReplay} from '../../src/replay/estimate-replay.js';
import {runCommand} from '../commands/run-command.js';
import {exampleLine, solvedLine} from '../support/example-line.js';
import {exampleProblem} from '../support/example-problem.js';
import {logAndSuite} from '../support/log-and-suite.js';

const judgeable = exampleProblem();
const lines = [exampleLine({verbal_feedback: 'Look again.'}), solvedLine({turn: 2})];
/** A million tokens each way. */
const price = (prompt: number, completion: number) => ({
  prompt: prompt * 1e6,
  completion: completion * 1e6,
});

test('the critic costs its own price and may say as much as a critic may, not as the target may', async () => {
  const options = {
    ...logAndSuite([judgeable], lines),
    decoding: {...defaultDecoding, max_tokens: 10},
  };
  const {replay, live} = await estimateReplay({
    ...options,
    prices: {model: price(0, 1), critic: price(0, 3)},
  });
  // Turn 0 and one refinement of 10 tokens at 1; one remark of 2,048 at 3.
  expect(replay).toMatchObject({requests: 2, completion_tokens_at_most: 20, cost_at_most: 20});
  expect(live.critic).toMatchObject({
    requests: 1,
    completion_tokens_at_most: 2048,
    cost_at_most: 3 * 2048,
  });
  expect(
    (await estimateReplay({...options, prices: {model: price(0, 1)}})).live.critic.cost_at_most,
  ).toBe(2048);
});

test('the live benchmark’s total is model and critic; what a replay saves is the rest of it', async () => {
  const {replay, live, saved} = await estimateReplay({
    ...logAndSuite([judgeable], lines),
    prices: {model: price(1, 1)},
  });
  expect(live.total).toMatchObject({
    questions: 3,
    requests: 3,
    prompt_tokens: live.model.prompt_tokens + live.critic.prompt_tokens,
    completion_tokens_at_most: 3 * 2048,
  });
  expect(live.total.cost_at_most).toBe(live.total.prompt_tokens + 3 * 2048);
  expect(saved).toEqual({
    questions: 1,
    requests: 1,
    prompt_tokens: live.total.prompt_tokens - replay.prompt_tokens,
    completion_tokens_at_most: 2048,
    cost_at_most: live.critic.prompt_tokens + 2048,
  });
});

test('problems that the run would leave out are not counted', async () => {
  const lacking = exampleProblem({task_id: 'Example/1', libs: "['no_such_library_anywhere']"});
  const both = [...lines, ...lines.map((line) => ({...line, task_id: lacking.task_id}))];
  const notices: string[] = [];
  const options = {
    ...logAndSuite([judgeable, lacking], both),
    onNotice: (text: string) => void notices.push(text),
  };
  const {places} = await estimateReplay(options);
  expect(places).toBe(11);
  expect(notices).toEqual([expect.stringContaining('no module no_such_library_anywhere: 1')]);
});

test('replay --dry-run has a row for the live total and one for what is saved', async () => {
  const flags = [
    '--log',
    starterLog,
    '--model',
    'm',
    '--dry-run',
    '--limit',
    '2',
    '--price-prompt',
    '0',
    '--price-completion',
    '1',
    '--critic-price-prompt',
    '0',
    '--critic-price-completion',
    '20',
  ];
  const {code, printed} = await runCommand(['replay', ...flags]);
  expect(code).toBe(0);
  expect(printed).toMatch(/live: total.*\n.*saved by the/);
  const asJson = await runCommand(['replay', ...flags, '--json']);
  const {live, saved} = JSON.parse(asJson.printed);
  expect(live.critic.cost_at_most).toBeCloseTo((live.critic.requests * 2048 * 20) / 1e6, 9);
  expect(saved.cost_at_most).toBeCloseTo(live.critic.cost_at_most, 9);
});
