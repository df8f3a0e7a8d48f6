import {describe, expect, test} from 'vitest';
import {feedbackLine, type Standing} from '../../src/conversation/feedback-line.js';
import {HarnessError} from '../../src/errors.js';
import type {KnownJudgement} from '../../src/feedback/compilation.js';
import type {Critic, ExpertInput, NoviceInput, Remark} from '../../src/feedback/critic.js';
import {sha256} from '../../src/files/canonical-hash.js';
import {type ScenarioId, scenarios} from '../../src/problem/scenario.js';
import {exampleProblem} from '../support/example-problem.js';

const problem = exampleProblem();
const program = 'def task_func(x):\n    return x';

const failed: KnownJudgement = {
  status: 'fail',
  report: {tests: ['test_double'], failures: [{test: 'test_double', text: '2 != 4'}]},
};

/** A critic that remembers what it saw, and by which signal it is told to stop. */
function createSpy(remark: Remark) {
  const seen: (ExpertInput | NoviceInput)[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const say = async (input: ExpertInput | NoviceInput, signal?: AbortSignal) => {
    seen.push(input);
    signals.push(signal);
    return remark;
  };
  const critic: Critic = {id: 'spy', novice: say, expert: say};
  return {critic, seen, signals};
}

function lineIn(
  id: ScenarioId,
  judgement: Standing['judgement'],
  critic: Critic | null,
  signal?: AbortSignal,
) {
  const scenario = scenarios.find((each) => each.id === id);
  if (!scenario) throw new Error(id);
  const standing = {program, judgement};
  return feedbackLine({problem, scenario, turn: 3, standing}, critic, signal);
}

const about = {
  ...{task_id: 'Example/0', turn: 3, previous_code: program, code_sha256: sha256(program)},
};

describe('the line of a turn', () => {
  test('tells nothing more of code that passed', async () => {
    const {critic, seen} = createSpy({text: 'Well done.', leak: false});
    const passed: KnownJudgement = {status: 'pass', report: {tests: ['test_double'], failures: []}};
    expect(await lineIn('CF_EF_FULL_SEF', passed, critic)).toEqual({
      ...about,
      ...{previous_status: 'pass', compilation_feedback: null, execution_feedback: null},
      ...{verbal_feedback: null, notes: []},
    });
    expect(seen).toEqual([]);
  });

  test('holds what the scenario lets be heard, and nobody’s words without a critic', async () => {
    expect(await lineIn('CF', failed, null)).toEqual({
      ...about,
      ...{previous_status: 'fail', compilation_feedback: 'No syntax errors'},
      ...{execution_feedback: null, verbal_feedback: null, notes: []},
    });
    const {execution_feedback} = await lineIn('CF_EF_FULL', failed, null);
    expect(execution_feedback).toContain('2 != 4');
  });

  test('holds an expert’s words, who saw the whole problem', async () => {
    const {critic, seen, signals} = createSpy({text: 'Double it.', leak: false});
    const {signal} = new AbortController();
    const line = await lineIn('CF_SEF', failed, critic, signal);
    expect(line).toMatchObject({verbal_feedback: 'Double it.', notes: []});
    expect(seen).toEqual([
      {
        ...{problem, previousCode: program, executionFeedback: null},
        compilationFeedback: 'No syntax errors',
      },
    ]);
    expect(signals).toEqual([signal]);
  });

  test('holds a novice’s words, who saw the statement and the feedback', async () => {
    const {critic, seen, signals} = createSpy({text: 'Is it 4?', leak: false});
    const {signal} = new AbortController();
    const line = await lineIn('CF_EF_UNIT_SNF', failed, critic, signal);
    expect(line.verbal_feedback).toBe('Is it 4?');
    expect(seen).toEqual([
      {
        ...{statement: 'Double x.', previousCode: program, compilationFeedback: 'No syntax errors'},
        executionFeedback: line.execution_feedback,
      },
    ]);
    expect(signals).toEqual([signal]);
  });

  test('notes that words show the solution', async () => {
    const {critic} = createSpy({text: 'return 2 * x', leak: true});
    expect((await lineIn('CF_SEF', failed, critic)).notes).toEqual(['leak']);
  });

  test('cannot be made where words are due and nobody says them', async () => {
    await expect(lineIn('CF_SEF', failed, null)).rejects.toThrow(
      new HarnessError('Example/0: verbal feedback is due and there is no critic'),
    );
  });
});
