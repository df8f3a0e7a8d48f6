import {expertPrompt, novicePrompt} from '../conversation/model-critic.js';
import type {AskedPlace, PlannedPlace} from '../conversation/plan-replay.js';
import {sha256} from '../files/canonical-hash.js';
import type {LogLine} from '../log/log-line.js';
import type {RecordedConversation} from '../log/recorded-conversations.js';
import {costOf, longestAnswer, type Price} from '../model/budget.js';
import {
  estimatePlan,
  loadTokenCounter,
  type PlanEstimate,
  type PlannedPrompt,
} from '../model/token-estimate.js';
import {criticDecoding} from '../open/open-critic.js';
import type {ModelChoice} from '../open/open-model.js';
import {price} from '../open/open-spending.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import type {Problem} from '../problem/problem.js';
import {scenarios} from '../problem/scenario.js';
import {problemsAsked} from '../session/session.js';
import {addLoads, type Load, type Saving, savingOf} from './load.js';
import {
  type PreparedReplay,
  prepareReplay,
  type ReplayLogOptions,
  replayFields,
} from './prepare-replay.js';

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
 * What a million tokens cost, where that is told. A critic without a price costs what the model
 * does.
 */
export type EstimatePrices = {model?: Price | undefined; critic?: Price | undefined};

/** A replay's options, of which those count that decide what is asked; and prices. */
export type EstimateReplayOptions = Omit<ReplayLogOptions, 'model' | 'out'> & {
  model?: ModelChoice | undefined;
  out?: string | undefined;
  prices?: EstimatePrices | undefined;
};

const schema = optionsOf<EstimateReplayOptions>({
  ...replayFields,
  model: replayFields.model.optional(),
  out: replayFields.out.optional(),
  prices: optionsOf<EstimatePrices>({model: price.optional(), critic: price.optional()}).optional(),
});

/**
 * What a replay would ask of the problems it would be run on, without asking it; and what the same
 * problems and scenarios took live.
 * @throws {UsageError} as `replayLog` does for a log and its suite.
 * @example
 * const {replay} = await estimateReplay({log: starterLog, scenarios: ['CF_EF_FULL_SEF']});
 * console.log(replay.requests, replay.prompt_tokens);
 */
export async function estimateReplay(options: EstimateReplayOptions): Promise<ReplayEstimate> {
  checkOptions('estimateReplay', schema, options);
  const {prices = {}} = options;
  const prepared = await prepareReplay(options);
  const problems = await problemsAsked(prepared.suite, options);
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
  const replay = toLoad(estimatePlan(targetPrompts(asked), counter), prices.model, asked.length);
  const remarks = estimatePlan(criticPrompts(prepared, problems), counter);
  const critic = toLoad(remarks, prices.critic ?? prices.model, remarks.requests);
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

/** What the target model is asked, equal questions once; one prompt in memory at a time. */
function* targetPrompts(asked: readonly AskedPlace[]): Generator<PlannedPrompt> {
  const seen = new Set<string>();
  for (const {problem, question} of asked) {
    if (seen.has(question.hash)) continue;
    seen.add(question.hash);
    const {messages, decoding} = question.build();
    yield {problem: problem.task_id, messages, maxTokens: longestAnswer(decoding)};
  }
}

/**
 * The questions that a critic was asked, or would be, to write the verbal feedback of the log;
 * equal ones once. Those about one problem are neighbours.
 */
function* criticPrompts(
  {conversations, asking}: PreparedReplay,
  problems: readonly Problem[],
): Generator<PlannedPrompt> {
  const seen = new Set<string>();
  const recorded = scenarios.flatMap(({id, verbal}) => {
    const ofScenario = conversations.get(id);
    return ofScenario ? [{verbal, byTask: byTaskId(ofScenario)}] : [];
  });
  for (const problem of [...problems].sort(byId)) {
    for (const {verbal, byTask} of recorded) {
      const lines = byTask.get(problem.task_id)?.lines() ?? [];
      for (const content of promptsOf(problem, lines, verbal, asking)) {
        const hash = sha256(content);
        if (seen.has(hash)) continue;
        seen.add(hash);
        yield {
          problem: problem.task_id,
          messages: [{role: 'user', content}],
          maxTokens: criticDecoding.max_tokens,
        };
      }
    }
  }
}

function byTaskId(
  conversations: readonly RecordedConversation[],
): ReadonlyMap<string, RecordedConversation> {
  return new Map(conversations.map((conversation) => [conversation.taskId, conversation]));
}

function byId(a: Problem, b: Problem): number {
  return a.task_id < b.task_id ? -1 : a.task_id > b.task_id ? 1 : 0;
}

function promptsOf(
  problem: Problem,
  lines: readonly LogLine[],
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

/** @param questions equal ones counted each time. */
function toLoad(
  {requests, promptTokens, sharedPrefixTokens, completionTokensAtMost}: PlanEstimate,
  price: Price | undefined,
  questions: number,
): Load {
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
