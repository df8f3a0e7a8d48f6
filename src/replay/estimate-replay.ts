import {expertPrompt, novicePrompt} from '../conversation/model-critic.js';
import type {AskedPlace, PlannedPlace} from '../conversation/plan-replay.js';
import type {Conversation} from '../log/read-log.js';
import {costOf, type Price} from '../model/budget.js';
import type {Message} from '../model/model.js';
import {requestHash} from '../model/model.js';
import {
  estimatePlan,
  loadTokenCounter,
  type PlannedPrompt,
  type TokenCounter,
} from '../model/token-estimate.js';
import {criticDecoding} from '../open/open-critic.js';
import type {Problem} from '../problem/problem.js';
import {scenarios} from '../problem/scenario.js';
import type {SessionOptions} from '../session/options.js';
import {runnableProblems} from '../session/session.js';
import {addLoads, type Load, type Saving, savingOf} from './load.js';
import {type PreparedReplay, prepareReplay, type ReplayPlanOptions} from './prepare-replay.js';

export type ReplayEstimate = {
  /** What counted the tokens. */
  tokenizer: string;
  places: number;
  replay: Load;
  /**
   * The live benchmark, as long as the reference model's own conversations were: its questions, and
   * those to the critic.
   */
  live: {model: Load; critic: Load; total: Load};
  /** Of the live benchmark's total, what a replay does not ask. */
  saved: Saving;
};

/**
 * What a million tokens cost, where that is told. A critic without a price costs what the model does.
 */
export type EstimatePrices = {model?: Price | undefined; critic?: Price | undefined};

/** A replay's options as far as they decide what is asked. */
export type EstimateReplayOptions = ReplayPlanOptions & Pick<SessionOptions, 'judge' | 'onNotice'>;

/**
 * What a replay would ask of the problems it would be run on, without asking it; and what the same
 * problems and scenarios took live.
 */
export async function estimateReplay(
  options: EstimateReplayOptions,
  prices: EstimatePrices = {},
): Promise<ReplayEstimate> {
  const prepared = await prepareReplay(options);
  const {problems} = await runnableProblems(prepared.suite, options);
  return estimateProblems(prepared, problems, prices);
}

/** The same for `problems`, whatever can be judged here. */
export async function estimateProblems(
  prepared: PreparedReplay,
  problems: readonly Problem[],
  prices: EstimatePrices,
): Promise<ReplayEstimate> {
  const places = prepared.plan(problems);
  const counter = await loadTokenCounter();
  const asked = places.filter(isAsked);
  const replay = toLoad(distinctPrompts(asked, prepared), asked.length, counter, prices.model);
  const remarks = criticPrompts(prepared, problems);
  const critic = toLoad(remarks, remarks.length, counter, prices.critic ?? prices.model);
  const total = addLoads(replay, critic);
  return {
    tokenizer: counter.name,
    places: places.length,
    replay,
    live: {model: replay, critic, total},
    saved: savingOf(total, replay),
  };
}

function isAsked(place: PlannedPlace): place is AskedPlace {
  return place.kind === 'ask';
}

function distinctPrompts(asked: readonly AskedPlace[], {asking}: PreparedReplay): PlannedPrompt[] {
  const seen = new Set<string>();
  return asked.flatMap(({problem, question}) => {
    const hash = requestHash(question.request);
    if (seen.has(hash)) return [];
    seen.add(hash);
    return [
      {
        problem: problem.task_id,
        messages: question.request.messages,
        maxTokens: asking.decoding.max_tokens,
      },
    ];
  });
}

/**
 * The questions that a critic was asked, or would be, to write the verbal feedback of the log;
 * equal ones once.
 */
function criticPrompts(
  {conversations, asking}: PreparedReplay,
  problems: readonly Problem[],
): PlannedPrompt[] {
  const byId = new Map(problems.map((problem) => [problem.task_id, problem]));
  const texts = new Map<string, string>();
  for (const {id, verbal} of scenarios) {
    for (const {taskId, lines} of conversations.get(id) ?? []) {
      const problem = byId.get(taskId);
      if (problem)
        for (const text of promptsOf(problem, lines, verbal, asking)) texts.set(text, taskId);
    }
  }
  const message = (content: string): Message[] => [{role: 'user', content}];
  return Array.from(texts, ([text, problem]) => ({
    problem,
    messages: message(text),
    maxTokens: criticDecoding.max_tokens,
  })).sort((a, b) => (a.problem < b.problem ? -1 : a.problem > b.problem ? 1 : 0));
}

function promptsOf(
  problem: Problem,
  lines: Conversation['lines'],
  verbal: (typeof scenarios)[number]['verbal'],
  {prompts}: PreparedReplay['asking'],
): string[] {
  return lines
    .filter(({verbal_feedback}) => verbal_feedback !== null)
    .map((line) => {
      const seen = {
        previousCode: line.previous_code,
        compilationFeedback: line.compilation_feedback ?? '',
        executionFeedback: line.execution_feedback,
      };
      return verbal === 'expert'
        ? expertPrompt({problem, ...seen}, prompts)
        : novicePrompt({statement: problem.instruct_prompt, ...seen}, prompts);
    });
}

function toLoad(
  prompts: PlannedPrompt[],
  questions: number,
  counter: TokenCounter,
  price: Price | undefined,
): Load {
  const {requests, promptTokens, sharedPrefixTokens, completionTokensAtMost} = estimatePlan(
    prompts,
    counter,
  );
  const usage = {prompt_tokens: promptTokens, completion_tokens: completionTokensAtMost};
  return {
    questions,
    requests,
    prompt_tokens: promptTokens,
    shared_prefix_share: promptTokens === 0 ? 0 : sharedPrefixTokens / promptTokens,
    completion_tokens_at_most: completionTokensAtMost,
    cost_at_most: price ? costOf(usage, price) : null,
  };
}
