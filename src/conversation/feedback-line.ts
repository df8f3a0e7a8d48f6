import {HarnessError} from '../errors.js';
import {compilationFeedback, type KnownJudgement} from '../feedback/compilation.js';
import {type Critic, isCriticAsked, type Remark} from '../feedback/critic.js';
import {executionFeedback} from '../feedback/execution.js';
import {sha256} from '../files/canonical-hash.js';
import type {LogLine} from '../log/log-line.js';
import type {Problem} from '../problem/problem.js';
import type {Scenario} from '../problem/scenario.js';

/** The program that stands at a turn, and the verdict on it. */
export type Standing = {program: string; judgement: KnownJudgement};

/**
 * The line of `turn`: what the scenario lets be heard about the code of the turn before. The critic
 * is asked where the protocol says so. Code that passed is told nothing more.
 * @throws {HarnessError} where verbal feedback is due and there is no critic.
 */
export async function feedbackLine(
  {
    problem,
    scenario,
    turn,
    standing,
  }: {problem: Problem; scenario: Scenario; turn: number; standing: Standing},
  critic: Critic | null,
  signal?: AbortSignal,
): Promise<LogLine> {
  const {program, judgement} = standing;
  const line = {
    task_id: problem.task_id,
    turn,
    previous_code: program,
    code_sha256: sha256(program),
    previous_status: judgement.status,
  };
  if (judgement.status === 'pass') {
    return {
      ...line,
      compilation_feedback: null,
      execution_feedback: null,
      verbal_feedback: null,
      notes: [],
    };
  }
  const compilation = compilationFeedback(judgement);
  const execution = executionFeedback(judgement, scenario.execution);
  const seen = {
    previousCode: program,
    compilationFeedback: compilation,
    executionFeedback: execution,
  };
  const remark = await verbalRemark(problem, scenario, seen, critic, signal);
  return {
    ...line,
    compilation_feedback: compilation,
    execution_feedback: execution,
    verbal_feedback: remark?.text ?? null,
    notes: remark?.leak ? ['leak'] : [],
  };
}

type Seen = {previousCode: string; compilationFeedback: string; executionFeedback: string | null};

async function verbalRemark(
  problem: Problem,
  {verbal}: Scenario,
  seen: Seen,
  critic: Critic | null,
  signal?: AbortSignal,
): Promise<Remark | null> {
  if (!isCriticAsked(verbal, seen)) return null;
  if (!critic)
    throw new HarnessError(`${problem.task_id}: verbal feedback is due and there is no critic`);
  return verbal === 'expert'
    ? critic.expert({problem, ...seen}, signal)
    : critic.novice({statement: problem.instruct_prompt, ...seen}, signal);
}
