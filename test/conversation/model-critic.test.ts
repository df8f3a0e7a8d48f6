import {describe, expect, test} from 'vitest';
import type {AnswerStore} from '../../src/conversation/ask.js';
import {createModelCritic} from '../../src/conversation/model-critic.js';
import {loadPromptSet} from '../../src/conversation/prompt-set.js';
import type {Critic} from '../../src/feedback/critic.js';
import type {CompletionRow} from '../../src/model/completion-row.js';
import {defaultDecoding} from '../../src/model/model.js';
import {fixedPace} from '../../src/model/pace.js';
import {exampleProblem} from '../support/example-problem.js';
import {createFakeModel, lastMessage} from '../support/fakes.js';

const solution = '    doubled = sum([x, x])\n    return doubled if doubled else 0\n';
const problem = exampleProblem({canonical_solution: solution});
const seen = {
  previousCode: 'def task_func(x):\n    return x\n',
  compilationFeedback: 'No syntax errors',
  executionFeedback: 'TEST_ONE\nTraceback: it is wrong\n',
};
const leaking = 'As the ground truth does, add it to itself.';

function createStore(): AnswerStore {
  const completions = new Map<string, CompletionRow>();
  return {
    completions,
    cutsTried: () => [],
    addCompletion: (row) => completions.set(row.request, row),
    journal: () => {},
  };
}

function createCritic(reply: Parameters<typeof createFakeModel>[0], store = createStore()) {
  const model = createFakeModel(reply);
  const options = {
    prompts: loadPromptSet(),
    decoding: defaultDecoding,
    store,
    retries: 2,
    pace: fixedPace(1),
  };
  return {model, critic: createModelCritic({...options, model})};
}

describe('a critic that is a model', () => {
  test('shows a novice statement, code and feedback, and neither solution nor tests', async () => {
    const {model, critic} = createCritic(() => ' It fails for me. ');
    expect(await critic.novice({statement: problem.instruct_prompt, ...seen})).toEqual({
      text: 'It fails for me.',
      leak: false,
    });
    const prompt = model.asked.map(lastMessage).join();
    for (const part of [
      problem.instruct_prompt,
      seen.previousCode,
      seen.compilationFeedback,
      'TEST_ONE',
    ])
      expect(prompt).toContain(part);
    for (const hidden of ['doubled', 'TestCases', 'assertEqual'])
      expect(prompt).not.toContain(hidden);
  });

  test('shows an expert the solution too', async () => {
    const {model, critic} = createCritic(() => 'Look at the return value.');
    await critic.expert({problem, ...seen});
    expect(model.asked.map(lastMessage).join()).toContain(solution.trimEnd());
  });

  test('is asked again while an expert’s remark shows the solution, told how it did', async () => {
    const {model, critic} = createCritic((_, nth) =>
      nth === 1 ? leaking : 'Look at the return value.',
    );
    expect(await critic.expert({problem, ...seen})).toEqual({
      text: 'Look at the return value.',
      leak: false,
    });
    expect(model.asked[1]?.messages.map(({role}) => role)).toEqual(['user', 'assistant', 'user']);
    expect(model.asked[1] && lastMessage(model.asked[1])).toContain('give-away phrase');
  });

  test('is marked where the remark never comes clean, after as many retries as allowed', async () => {
    const {model, critic} = createCritic((_, nth) => `${leaking} ${nth}`);
    expect(await critic.expert({problem, ...seen})).toEqual({text: `${leaking} 3`, leak: true});
    expect(model.asked).toHaveLength(3);
  });

  test('asks nothing again that is stored, and equal inputs once', async () => {
    const store = createStore();
    const first = createCritic(() => 'It fails for me.', store);
    const input = {statement: problem.instruct_prompt, ...seen};
    await Promise.all([first.critic.novice(input), first.critic.novice(input)]);
    expect(first.model.asked).toHaveLength(1);
    const second = createCritic(() => 'other', store);
    expect((await second.critic.novice(input)).text).toBe('It fails for me.');
    expect(second.model.asked).toEqual([]);
  });

  test('hands the signal of the conversation on to its model', async () => {
    const stop = new AbortController();
    const remarks = [
      (critic: Critic) => critic.novice({statement: 'S', ...seen}, stop.signal),
      (critic: Critic) => critic.expert({problem, ...seen}, stop.signal),
    ];
    for (const remark of remarks) {
      const {model, critic} = createCritic(() => 'It fails for me.');
      const heard: (AbortSignal | undefined)[] = [];
      const {ask} = model;
      model.ask = (request, signal) => {
        heard.push(signal);
        return ask(request, signal);
      };
      await remark(critic);
      expect(heard).toEqual([stop.signal]);
    }
  });

  test('is shown half a surrogate pair as U+FFFD', async () => {
    const {model, critic} = createCritic(() => 'It fails for me.');
    await critic.novice({statement: 'S', ...seen, previousCode: 'x = "\ud83d"'});
    expect(model.asked.map(lastMessage).join()).toContain('x = "\ufffd"');
  });

  test('that says nothing, or never stops thinking, has refused', async () => {
    for (const text of ['', '  \n', '<think>hm', '<think>hm</think>  ']) {
      const {critic} = createCritic(() => text);
      await expect(critic.novice({statement: 'S', ...seen})).rejects.toMatchObject({
        kind: 'refused',
      });
    }
  });

  test('that said nothing is asked again at the next sitting', async () => {
    const store = createStore();
    await expect(
      createCritic(() => '', store).critic.novice({statement: 'S', ...seen}),
    ).rejects.toThrow('said nothing');
    const {critic} = createCritic(() => 'It fails for me.', store);
    expect(await critic.novice({statement: 'S', ...seen})).toMatchObject({
      text: 'It fails for me.',
    });
  });
});
