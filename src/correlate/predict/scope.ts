import {bigCodeBenchHash} from '../../interchange/published/published-suite.js';
import {readPublishedStatic} from '../../interchange/published/tables.js';
import type {StoredRun} from '../../run/read-run.js';
import {replayedLog} from '../../run/replayed-log.js';
import {modelKey} from '../../score/model-names.js';
import type {FitScope} from '../../score/prediction.js';

/**
 * A point of a fit. `names`: what it is called; where it cannot be told which of several models it
 * is, all their names. `alsoKnownAs`: other names by which the same model may be asked.
 */
type FittedModel = {
  names: readonly string[];
  alsoKnownAs?: readonly string[];
  static: number;
  live: number;
};

/** Models that have both scores in one scope, and over how many problems. */
export type LiveFit = {scope: FitScope; models: readonly FittedModel[]; problems: number};

/**
 * What the scores of a run are about: the log it was replayed on. A run on the published log goes
 * by the reference's published name, any other by its log's hash: the same reference with another
 * suite, critic or partial scope is another scope, and so is the published log without its
 * inconsistent feedback.
 */
export function scopeOf({manifest}: StoredRun): string {
  if (isOnPublishedLog(manifest)) return publishedLog.name;
  const {sha256, reference_model} = replayedLog(manifest);
  return `${reference_model} (log ${sha256?.slice(0, 8) ?? 'unknown'}, critic ${manifest.critic ?? 'none'})`;
}

/**
 * The points of upstream's figure: MRR in CF_SEF on the log of CodeLlama-7B-Instruct, over all of
 * BigCodeBench.
 * @throws {FileFormatError} where the file that ships is damaged.
 */
export function publishedFit(): LiveFit {
  const {figure} = readPublishedStatic();
  return {
    scope: {reference: publishedLog.name, scenario: figure.scenario, metric: figure.metric},
    models: figure.points.map(({model, ...scores}) => ({
      ...scores,
      names: coloured[model] ?? [model],
      alsoKnownAs: otherNames[model] ?? [],
    })),
    problems: bigCodeBenchProblems,
  };
}

function isOnPublishedLog({log, suite, critic, partial_scope}: StoredRun['manifest']): boolean {
  return (
    suite.sha256 === bigCodeBenchHash &&
    partial_scope === 'first-3-functions' &&
    !log?.only_consistent &&
    isOneOf(log?.reference_model, publishedLog.references) &&
    isOneOf(critic, publishedLog.critics)
  );
}

const publishedLog = {
  name: 'CodeLlama-7B-Instruct, the published log',
  references: ['codellama-7b-instruct', 'codellama-7b-instruct-hf'],
  /** The second is what upstream's scripts call it. */
  critics: ['gpt-4o-2024-05-13', 'gpt-4o'],
};

function isOneOf(name: string | null | undefined, keys: readonly string[]): boolean {
  return name != null && keys.includes(modelKey(name));
}

const bigCodeBenchProblems = 1140;

/**
 * Points that the figure tells apart by colour only: each is one of two models with equal live
 * scores in Table 7 (`ambiguous` in static.json).
 */
const coloured: {[point: string]: readonly string[]} = {
  tan: ['DeepSeek-Coder-V2-Lite-Instruct', 'StarCoder2-15B-Instruct-v0.1'],
  navy: ['DeepSeek-Coder-V2-Lite-Instruct', 'StarCoder2-15B-Instruct-v0.1'],
  purple: ['DeepSeek-Coder-6.7B-Instruct', 'ReflectionCoder-DS-6.7B'],
  lime: ['DeepSeek-Coder-6.7B-Instruct', 'ReflectionCoder-DS-6.7B'],
};

/**
 * What the Hugging Face hub, OpenAI's API and upstream's scripts call a point, where its last part
 * is not the figure's name already.
 */
const otherNames: {[point: string]: readonly string[]} = {
  'GPT-4o-2024-05-13': ['gpt-4o'],
  'GPT-4-Turbo-2024-04-09': ['gpt-4-turbo'],
  'GPT-4-0613': ['gpt-4'],
  'Llama-3.1-70B-Instruct': ['meta-llama/Meta-Llama-3.1-70B-Instruct'],
  'Llama-3.1-8B-Instruct': ['meta-llama/Meta-Llama-3.1-8B-Instruct'],
  'CodeLlama-34B-Instruct': ['codellama/CodeLlama-34b-Instruct-hf'],
  'CodeLlama-13B-Instruct': ['codellama/CodeLlama-13b-Instruct-hf'],
};
