import type {Critic, ExpertInput, NoviceInput, Remark} from '../feedback/critic.js';
import {findLeak} from '../feedback/leak.js';
import type {Decoding} from '../log/decoding.js';
import type {Feedback} from '../log/log-line.js';
import {type Message, type Model, ModelError, type Request} from '../model/model.js';
import type {Pace} from '../model/pace.js';
import {canonicalProgram} from '../problem/problem.js';
import {withoutReasoning} from './answer/reasoning.js';
import {type AnswerStore, createAsker, questionOf} from './ask.js';
import type {PromptSet} from './prompt-set.js';
import {cutFeedback, promptCuts, wellFormed} from './request.js';
import type {Spending} from './spending.js';

export type ModelCriticOptions = {
  model: Model;
  prompts: PromptSet;
  decoding: Decoding;
  /** Where its answers are kept, apart from the reference model's. */
  store: AnswerStore;
  /** How often an expert is asked again whose remark shows the solution. */
  retries: number;
  pace: Pace;
  givesUp?: boolean | undefined;
  /** Its questions count like the model's own. */
  spending?: Spending | undefined;
};

/**
 * A critic that is a model. Its prompts hold what DESIGN.md section 3 allows and no more: the
 * novice gets neither solution nor tests, and both get the execution feedback of the scenario only.
 */
export function createModelCritic(options: ModelCriticOptions): Critic {
  const {model, prompts, decoding, store, retries} = options;
  const asker = createAsker(speaking(model), store, options);
  const say: Say = async (messagesOver, executionFeedback, signal) => {
    const over = (feedback: string | null) => criticRequest(messagesOver(feedback), decoding);
    const shortened = () =>
      promptCuts(1, 'last').map((cut) => ({
        cut,
        request: over(cutFeedback(executionFeedback, cut)),
      }));
    const {text} = await asker.ask(questionOf(over(executionFeedback), shortened), signal);
    return remarkOf(text, model);
  };
  return {
    id: model.id,
    novice: async (input, signal) => ({
      text: await say(
        (executionFeedback) => [user(novicePrompt({...input, executionFeedback}, prompts))],
        input.executionFeedback,
        signal,
      ),
      leak: false,
    }),
    expert: (input, signal) =>
      withoutLeak(input, prompts, retries, (messagesOver, feedback) =>
        say(messagesOver, feedback, signal),
      ),
    close: async () => model.close?.(),
  };
}

/**
 * The model, whose answers without a remark fail and so are not kept: the next sitting asks again.
 */
function speaking(model: Model): Model {
  return {
    id: model.id,
    async ask(request, signal) {
      const answer = await model.ask(request, signal);
      remarkOf(answer.text, model);
      return answer;
    },
  };
}

function remarkOf(text: string, {id}: Model): string {
  const remark = withoutReasoning(text)?.trim();
  if (!remark) throw new ModelError('refused', `the critic ${id} said nothing`);
  return remark;
}

/** Asks with as much of the execution feedback as the model takes. */
type Say = (
  messagesOver: (executionFeedback: string | null) => Message[],
  executionFeedback: string | null,
  signal?: AbortSignal,
) => Promise<string>;

/**
 * Asks an expert again while its remark shows the solution; what never comes clean is kept and
 * marked.
 */
async function withoutLeak(
  input: ExpertInput,
  prompts: PromptSet,
  retries: number,
  say: Say,
): Promise<Remark> {
  const {problem, previousCode} = input;
  const exchange: Message[] = [];
  for (let attempt = 0; ; attempt += 1) {
    const text = await say(
      (executionFeedback) => [
        user(expertPrompt({...input, executionFeedback}, prompts)),
        ...exchange,
      ],
      input.executionFeedback,
    );
    const leak = findLeak(text, {problem, previousCode});
    if (!leak || attempt === retries) return {text, leak: leak !== null};
    exchange.push({role: 'assistant', content: text}, user(prompts.expertAgain(leak)));
  }
}

/** The novice's prompt: statement, code and the feedback in its sight. */
export function novicePrompt(
  {statement, previousCode, ...feedback}: NoviceInput,
  prompts: PromptSet,
): string {
  return prompts.novice({statement, previousCode, feedback: asFeedback(feedback)});
}

/** The expert's prompt: the same and the canonical solution. */
export function expertPrompt(
  {problem, previousCode, ...feedback}: ExpertInput,
  prompts: PromptSet,
): string {
  return prompts.expert({
    statement: problem.instruct_prompt,
    previousCode,
    feedback: asFeedback(feedback),
    solution: canonicalProgram(problem),
  });
}

function asFeedback({
  compilationFeedback,
  executionFeedback,
}: Pick<NoviceInput, 'compilationFeedback' | 'executionFeedback'>): Feedback {
  return {
    compilation_feedback: compilationFeedback,
    execution_feedback: executionFeedback,
    verbal_feedback: null,
  };
}

function criticRequest(messages: Message[], decoding: Decoding): Request {
  return {messages: messages.map(wellFormed), decoding, sample: 0};
}

function user(content: string): Message {
  return {role: 'user', content};
}
