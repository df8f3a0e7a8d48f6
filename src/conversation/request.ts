import {toUSVString} from 'node:util';
import {cutText} from '../feedback/cut-text.js';
import type {Decoding} from '../log/decoding.js';
import type {LogLine} from '../log/log-line.js';
import type {PromptCut} from '../model/completion-row.js';
import type {Message, Request} from '../model/model.js';
import type {Problem} from '../problem/problem.js';
import {type ScenarioId, turnZeroScenario} from '../problem/scenario.js';
import {fenced, type PromptSet} from './prompt-set.js';

/**
 * How questions are put; the same for live and static, so that equal problem, code and feedback
 * give equal messages.
 */
export type Asking = {
  prompts: PromptSet;
  /** `last`: the last turn only, as upstream does. `full`: the whole conversation as chat turns. */
  history: 'last' | 'full';
  systemPrompt: boolean;
  decoding: Decoding;
};

/** The question of turn 0, shared by all scenarios: the problem alone. */
export function firstRequest(problem: Problem, asking: Asking): Request {
  return toRequest(
    [{role: 'user', content: asking.prompts.first(problem.instruct_prompt)}],
    `${turnZeroScenario}/${problem.task_id}/0`,
    asking,
  );
}

/**
 * What is to be mended: the code of the last of `lines`, which are the conversation's from turn 1
 * on; with `history: 'last'` only the last is used.
 */
export type Refinement = {problem: Problem; scenario: ScenarioId; lines: readonly LogLine[]};

/**
 * The question of turn `lines.length`: mend the code of the last line under its feedback.
 * @param cut how to shorten the prompt after a context-length refusal.
 */
export function refineRequest(
  {problem, scenario, lines}: Refinement,
  asking: Asking,
  cut: PromptCut | null = null,
): Request {
  const last = lines.at(-1);
  if (!last) throw new RangeError('a refinement needs the line of its turn');
  const messages =
    asking.history === 'full'
      ? conversationMessages(problem, lines.slice(cut?.dropped_turns ?? 0), cut, asking.prompts)
      : [refineMessage(problem, last, cut, asking.prompts)];
  return toRequest(messages, `${scenario}/${problem.task_id}/${last.turn}`, asking);
}

/** The same question in its shortened forms, each made when it is its turn. */
export function* shortenedRequests(
  refinement: Refinement,
  asking: Asking,
): Generator<{request: Request; cut: PromptCut}> {
  for (const cut of promptCuts(refinement.lines.length, asking.history))
    yield {cut, request: refineRequest(refinement, asking, cut)};
}

/**
 * The steps in which a prompt is shortened, in order: with full history the oldest turns first,
 * then the execution feedback (DESIGN.md, section 3).
 */
export function promptCuts(turns: number, history: Asking['history']): PromptCut[] {
  const droppable = history === 'full' ? turns - 1 : 0;
  const drops = Array.from({length: droppable}, (_, i) => ({
    front: null,
    rear: null,
    dropped_turns: i + 1,
  }));
  return [
    ...drops,
    ...feedbackCuts.map(([front, rear]) => ({front, rear, dropped_turns: droppable})),
  ];
}

const feedbackCuts = [
  [2000, 4000],
  [2000, 2000],
  [1000, 1000],
  [500, 500],
  [0, 0],
] as const;

function refineMessage(
  problem: Problem,
  line: LogLine,
  cut: PromptCut | null,
  prompts: PromptSet,
): Message {
  const {instruct_prompt: statement} = problem;
  const content = prompts.refine({
    statement,
    previousCode: line.previous_code,
    feedback: shorten(line, cut),
  });
  return {role: 'user', content};
}

function conversationMessages(
  problem: Problem,
  lines: readonly LogLine[],
  cut: PromptCut | null,
  prompts: PromptSet,
): Message[] {
  const turns = lines.flatMap((line, i): Message[] => [
    {role: 'assistant', content: fenced(line.previous_code)},
    {role: 'user', content: prompts.followUp(i === lines.length - 1 ? shorten(line, cut) : line)},
  ]);
  return [{role: 'user', content: prompts.first(problem.instruct_prompt)}, ...turns];
}

function shorten(line: LogLine, cut: PromptCut | null): LogLine {
  return {...line, execution_feedback: cutFeedback(line.execution_feedback, cut)};
}

/**
 * Execution feedback in a shortened prompt; a text so short that its front and rear overlap is left
 * as it is.
 */
export function cutFeedback(whole: string | null, cut: PromptCut | null): string | null {
  if (whole === null || cut?.front == null || cut.rear === null) return whole;
  const shorter = cutText(whole, {front: cut.front, rear: cut.rear});
  return shorter.length < whole.length ? shorter : whole;
}

function toRequest(
  messages: Message[],
  place: string,
  {systemPrompt, prompts, decoding}: Asking,
): Request {
  const system: Message[] = systemPrompt ? [{role: 'system', content: prompts.system()}] : [];
  return {
    messages: [...system, ...messages].map(wellFormed),
    decoding,
    sample: decoding.temperature === 0 ? 0 : place,
  };
}

/**
 * An answer may hold half a surrogate pair (a JSON escape can say it); RFC 8785 and UTF-8 cannot,
 * so it becomes U+FFFD.
 */
export function wellFormed({role, content}: Message): Message {
  return {role, content: toUSVString(content)};
}
