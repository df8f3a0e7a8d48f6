import {loadPromptSet} from '../conversation/prompt-set.js';
import {type Asking, firstRequest, refineRequest} from '../conversation/request.js';
import type {LogLine} from '../log/log-line.js';
import type {LogManifest} from '../log/log-manifest.js';
import type {PromptCut} from '../model/completion-row.js';
import {defaultDecoding, type Message, requestHash} from '../model/model.js';
import type {Problem} from '../problem/problem.js';
import type {ScenarioId} from '../problem/scenario.js';
import type {RunManifest} from '../run/run-manifest.js';

/**
 * The messages of a question, made again. `exact`: they have the hash under which the answer
 * stands, so they are the ones that were sent; null where there is no answer to hold them to.
 */
export type ShownPrompt = {messages: Message[]; exact: true | null};

/** How questions were put, or why that cannot be done again. */
export type AskingAgain = {asking: Asking} | {lacks: string};

/** How a run put its questions. @param directory of the prompt set; default: the one that ships. */
export function askingOfRun(
  {prompt_set_sha256, decoding, history, system_prompt}: RunManifest,
  directory: string | undefined,
): AskingAgain {
  if (prompt_set_sha256 === null || decoding === null)
    return {lacks: 'the run does not tell how its model was asked'};
  const prompts = loadPromptSet(directory);
  if (prompts.hash !== prompt_set_sha256)
    return {
      lacks: `the prompt set ${prompts.name} is not the one of the run; name its folder with --prompts`,
    };
  return {asking: {prompts, decoding, history, systemPrompt: system_prompt ?? true}};
}

/** How `replay` puts the questions of a log where no flag says otherwise. */
export function askingOfLog(
  {history}: Pick<LogManifest, 'history'>,
  directory: string | undefined,
): AskingAgain {
  const prompts = loadPromptSet(directory);
  return {
    asking: {prompts, decoding: defaultDecoding, history: history ?? 'last', systemPrompt: true},
  };
}

/** A question of a conversation, and the answer that stands under its hash, if one does. */
export type QuestionAgain = {
  problem: Problem;
  scenario: ScenarioId;
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
    lines.length === 0
      ? firstRequest(problem, asking)
      : refineRequest({problem, scenario, lines}, asking, answered?.cut ?? null);
  if (answered === null) return {messages: request.messages, exact: null};
  return requestHash(request) === answered.request
    ? {messages: request.messages, exact: true}
    : {lacks: 'made again, the prompt has another hash than the one that was sent'};
}
