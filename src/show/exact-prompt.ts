import type {PromptSet} from '../conversation/prompt-set.js';
import {type Asking, firstRequest, refineRequest} from '../conversation/request.js';
import type {LogLine} from '../log/log-line.js';
import type {LogManifest} from '../log/log-manifest.js';
import type {PromptCut} from '../model/completion-row.js';
import {defaultDecoding, type Message, requestHash} from '../model/model.js';
import {option} from '../options/option-name.js';
import type {Problem} from '../problem/problem.js';
import {turnZeroScenario} from '../problem/scenario.js';
import type {RunManifest} from '../run/run-manifest.js';
import type {Place} from '../run/verdict-row.js';

/**
 * The messages of a question, made again. `exact`: they have the hash under which the answer
 * stands, so they are the ones that were sent; null where there is no answer to hold them to.
 */
export type ShownPrompt = {messages: Message[]; exact: true | null};

/** How questions were put, or why that cannot be done again. */
export type AskingAgain = {asking: Asking} | {lacks: string};

/** How a run put its questions, which were of the set `prompts`. */
export function askingOfRun(
  {prompt_set_sha256: hash, decoding, history, system_prompt: systemPrompt}: RunManifest,
  prompts: PromptSet,
): AskingAgain {
  if (hash === null || decoding === null || systemPrompt === null)
    return {lacks: 'the run does not tell how its model was asked'};
  if (prompts.hash !== hash)
    return {
      lacks: `the run was made with another prompt set (${hash.slice(0, 12)}…) than ${prompts.name}; name its folder with ${option('promptsDirectory')}`,
    };
  return {asking: {prompts, decoding, history, systemPrompt}};
}

/** How `replay` puts the questions of a log where no flag says otherwise. */
export function askingOfLog({history}: Pick<LogManifest, 'history'>, prompts: PromptSet): Asking {
  return {prompts, decoding: defaultDecoding, history: history ?? 'last', systemPrompt: true};
}

/** A question of a conversation, and the answer that stands under its hash, if one does. */
export type QuestionAgain = {
  problem: Problem;
  scenario: Place['scenario'];
  /** The lines from turn 1 to the one of the question; none at turn 0. */
  lines: readonly LogLine[];
  answered: {request: string; cut: PromptCut | null} | null;
};

/** The prompt of a question, or why it cannot be had. */
export function promptAgain(
  {problem, scenario, lines, answered}: QuestionAgain,
  asking: Asking,
): ShownPrompt | {lacks: string} {
  const request =
    scenario === turnZeroScenario
      ? firstRequest(problem, asking)
      : refineRequest({problem, scenario, lines}, asking, answered?.cut ?? null);
  if (answered === null) return {messages: request.messages, exact: null};
  return requestHash(request) === answered.request
    ? {messages: request.messages, exact: true}
    : {lacks: 'made again, the prompt has another hash than the one that was sent'};
}
