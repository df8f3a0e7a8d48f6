import {join} from 'node:path';
import type {AskerOptions} from '../conversation/ask.js';
import {createModelCritic} from '../conversation/model-critic.js';
import type {PromptSet} from '../conversation/prompt-set.js';
import {UsageError} from '../errors.js';
import type {Critic} from '../feedback/critic.js';
import type {Decoding} from '../log/decoding.js';
import type {Price} from '../model/budget.js';
import type {ModelEvent} from '../model/events.js';
import {defaultDecoding} from '../model/model.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import type {Scenario} from '../problem/scenario.js';
import type {RunDirectory} from '../run/run-directory.js';
import type {Taken} from '../run/taken.js';
import {loadCatalogue} from '../simulation/catalogue.js';
import {createBuiltInCritic} from '../simulation/critic.js';
import {isSimulated} from '../simulation/profiles.js';
import {type ModelSpec, modelIdOf, openModel} from './open-model.js';
import {useOwnCritic} from './own-ports.js';
import {paceOf} from './pace-of.js';

/** A critic that is a model: its name or `file:<critic.jsonl>`, how it is reached and asked. */
export type CriticSpec = ModelSpec & {
  /** How often an expert is asked again whose remark shows the solution. Default 2. */
  retries?: number | undefined;
  /** The longest remark, in tokens. Default 2,048. */
  maxTokens?: number | undefined;
  /** What its tokens cost. Default: as the model's. */
  price?: Price | undefined;
};

/**
 * Who writes verbal feedback: `builtin` or a word as in `spec`, a spec, or a critic of your own,
 * used as it is and left open.
 */
export type CriticChoice = string | CriticSpec | Critic;

/**
 * What the critic shares with the model of its run; its questions and costs count towards the same
 * bounds.
 */
type CriticSurroundings = {
  run: RunDirectory;
  prompts: PromptSet;
  /** The model's. */
  decoding: Decoding;
  onAttempt: (event: ModelEvent) => void;
  /** What earlier sittings took of critics, where there is a purse. */
  taken?: Taken | undefined;
  onNotice?: ((notice: string) => void) | undefined;
  /** Questions in flight at once; default: as many as the critic's server bears. */
  concurrency?: number | undefined;
} & Pick<AskerOptions, 'spending'>;

/**
 * A critic that was chosen and checked, to be opened when there is a run that keeps its answers.
 */
export type ChosenCritic = {
  id: string;
  /** How long its remarks may be, in tokens; absent where nothing was said of it. */
  maxTokens?: number | undefined;
  open(options: CriticSurroundings): Promise<Critic>;
};

/** By which path a purse recalls what the critics of a run took. */
export function criticsOf({path}: RunDirectory): string {
  return join(path, 'critic.jsonl');
}

const defaultCriticRetries = 2;

/** How a critic that is a model is asked. */
export const criticDecoding = defaultDecoding;

/** What its run does not send to the model, it does not send to the critic. */
function criticDecodingBeside({temperature, max_tokens}: Decoding): Decoding {
  return {
    ...criticDecoding,
    ...(temperature === null && {temperature}),
    ...(max_tokens === null && {max_tokens}),
  };
}

/**
 * Chooses the critic of a live run: null where no scenario is verbal; without a choice the built-in
 * one on the starter suite.
 * @throws {UsageError} where a verbal scenario on another suite names no critic, or the critic
 * named is a simulated coder.
 */
export function chooseCritic(
  choice: CriticChoice | undefined,
  suite: Suite,
  scenarios: readonly Scenario[],
): ChosenCritic | null {
  const verbal = scenarios.filter(({verbal}) => verbal !== 'none');
  if (verbal.length === 0) return null;
  if (isOwnCritic(choice)) return {id: choice.id, open: async () => useOwnCritic(choice)};
  const spec = criticSpecOf(choice ?? defaultCritic(suite, verbal));
  if (spec.spec === 'builtin')
    return {id: 'builtin', open: async () => createBuiltInCritic(await loadCatalogue(suite))};
  if (isSimulated(spec.spec))
    throw new UsageError(
      `${option('critic')}: ${spec.spec} is a coder; the simulated critic is builtin`,
    );
  return {
    id: modelIdOf(spec),
    maxTokens: spec.maxTokens,
    open: (surroundings) => openModelCritic(spec, suite, surroundings),
  };
}

function isOwnCritic(choice: CriticChoice | undefined): choice is Critic {
  return typeof choice === 'object' && 'expert' in choice;
}

function criticSpecOf(choice: string | CriticSpec): CriticSpec {
  return typeof choice === 'string' ? {spec: choice} : choice;
}

function defaultCritic(suite: Suite, verbal: readonly Scenario[]): string {
  if (suite.name === 'starter') return 'builtin';
  const ids = verbal.map(({id}) => id).join(', ');
  throw new UsageError(
    `${option('critic')}: ${ids} need a critic: name a model, or builtin (simulated), or leave them out with ${option('scenarios')}`,
  );
}

async function openModelCritic(
  spec: CriticSpec,
  suite: Suite,
  {run, prompts, decoding, onAttempt, onNotice, spending, taken, concurrency}: CriticSurroundings,
): Promise<Critic> {
  const opened = await openModel(spec, suite, (event) => {
    pace.observe(event);
    onAttempt(event);
    run.journal({...event, critic: true});
  });
  const {model, server} = opened;
  const pace = paceOf(concurrency, opened);
  const purse = spec.price ? spending?.at(spec.price) : spending;
  if (taken) purse?.recall(criticsOf(run), taken);
  if (server !== null) onNotice?.(`the critic ${model.id} is asked at ${server}`);
  return createModelCritic({
    model,
    prompts,
    decoding: {
      ...criticDecodingBeside(decoding),
      ...(spec.maxTokens !== undefined && {max_tokens: spec.maxTokens}),
    },
    store: {
      completions: run.criticCompletions,
      cutsTried: run.cutsTried,
      addCompletion: run.addCriticCompletion,
      journal: (event) => run.journal({...event, critic: true}),
    },
    retries: spec.retries ?? defaultCriticRetries,
    spending: purse,
    pace,
    givesUp: server !== null,
  });
}
