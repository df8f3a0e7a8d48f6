import {z} from 'zod';
import {loadPromptSet} from '../conversation/prompt-set.js';
import type {Progress} from '../conversation/replay.js';
import type {Asking} from '../conversation/request.js';
import type {Spending} from '../conversation/spending.js';
import type {Decoding} from '../log/decoding.js';
import {defaultDecoding} from '../model/model.js';
import {budget, judge, model} from '../open/choice-fields.js';
import type {JudgeChoice} from '../open/open-judge.js';
import type {ModelChoice} from '../open/open-model.js';
import type {Budget} from '../open/open-spending.js';
import {optionsOf, type ShapeOf} from '../options/check-options.js';
import {
  abortSignal,
  callback,
  flag,
  number,
  oneOf,
  someTexts,
  text,
  texts,
  wholeNumber,
} from '../options/fields.js';
import {fieldsGiven, type Given} from '../options/given.js';
import type {ScenarioId} from '../problem/scenario.js';
import {scenarioIds} from '../problem/scenario-field.js';
import {type Shard, shardField} from '../problem/shard.js';
import {type TrustPolicy, trustPolicies} from '../score/count-trust.js';
import type {Trouble} from './troubles.js';

/** What a run does not begin without, whoever asks: which problems, and how they are asked. */
export type AskingOptions = {
  /** Default: all scenarios that there are. */
  scenarios?: readonly ScenarioId[] | undefined;
  /** Only the first so many problems. */
  limit?: number | undefined;
  /**
   * Only these problems: task ids, their last part (`3` for `Starter/3`), ranges (`0-39`),
   * or `hard` for those of BigCodeBench-Hard.
   */
  tasks?: readonly string[] | undefined;
  /**
   * Only this part of those problems: a run of its own, which `mergeRuns` makes one of with the
   * other parts. Default: all of them.
   */
  shard?: Shard | undefined;
  /**
   * How answers are drawn. Default: temperature 0, at most 2,048 tokens, no seed, chat. `null` as
   * temperature, limit or seed: not sent.
   */
  decoding?: Given<Decoding> | undefined;
  /** Folder of a prompt set. Default: the one that ships. */
  promptsDirectory?: string | undefined;
  /** Whether the last turn is shown, or the whole conversation. Default `last`. */
  history?: 'last' | 'full' | undefined;
  /** Whether there is a system prompt. Default true. */
  systemPrompt?: boolean | undefined;
};

/** What every run is told, live or static. */
export type SessionOptions = AskingOptions & {
  model: ModelChoice;
  /** Directory of the run; the same call goes on where an earlier one stopped. */
  out: string;
  /**
   * Questions in flight at once. Default: as many as the server bears, which is found out; 32 for
   * models that are not asked at a server.
   */
  concurrency?: number | undefined;
  /**
   * What may be asked and spent: a budget, or a purse that several runs share. Default: no bound.
   */
  budget?: Budget | Spending | undefined;
  /** Default `builtin`, with `python3`. */
  judge?: JudgeChoice | undefined;
  /**
   * Which passes the figures count that come back: `any`, or only those with tests and program
   * apart, where the problem allows that. The run’s files hold both. Default `any`.
   */
  trust?: TrustPolicy | undefined;
  /** Stops the run; everything finished so far is on disk. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SessionProgress) => void) | undefined;
  /** Hears what a person should know: how code is judged, what is left out. */
  onNotice?: ((notice: string) => void) | undefined;
};

/**
 * How far a run has come, and what it took: attempts that had to be repeated, tokens as the server
 * counted them, and what most attempts of the last minute failed of.
 */
export type SessionProgress = Progress & {
  retries: number;
  tokens: number;
  trouble: Trouble | null;
};

/** The schemas of these options, for the verbs that take them. */
const askingFields: ShapeOf<AskingOptions> = {
  scenarios: scenarioIds.optional(),
  limit: wholeNumber(1).optional(),
  tasks: someTexts.optional(),
  shard: shardField.optional(),
  decoding: optionsOf<Given<Decoding>>({
    temperature: number(0).nullish(),
    max_tokens: wholeNumber(1).nullish(),
    stop: texts.optional(),
    seed: z.int('expected a whole number or null').nullish(),
    extra_body: z.record(z.string(), z.unknown(), 'expected an object').optional(),
    mode: oneOf('chat', 'plain').optional(),
  }).optional(),
  promptsDirectory: text.optional(),
  history: oneOf('last', 'full').optional(),
  systemPrompt: flag.optional(),
};

export const sessionFields: ShapeOf<SessionOptions> = {
  ...askingFields,
  model,
  out: text,
  concurrency: wholeNumber(1).optional(),
  budget: budget.optional(),
  judge: judge.optional(),
  trust: oneOf(...trustPolicies).optional(),
  signal: abortSignal.optional(),
  onProgress: callback<NonNullable<SessionOptions['onProgress']>>().optional(),
  onNotice: callback<NonNullable<SessionOptions['onNotice']>>().optional(),
};

export function askingOf(options: AskingOptions): Asking {
  const {promptsDirectory, history = 'last', systemPrompt = true, decoding} = options;
  return {
    prompts: loadPromptSet(promptsDirectory),
    history,
    systemPrompt,
    decoding: {...defaultDecoding, ...fieldsGiven(decoding)},
  };
}
