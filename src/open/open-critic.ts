import type {AskerOptions} from '../conversation/ask.js';
import {createModelCritic} from '../conversation/model-critic.js';
import type {PromptSet} from '../conversation/prompt-set.js';
import {UsageError} from '../errors.js';
import type {Critic} from '../feedback/critic.js';
import type {Price} from '../model/budget.js';
import type {ModelEvent} from '../model/events.js';
import {defaultDecoding} from '../model/model.js';
import {recordedModelId} from '../model/recorded.js';
import type {Suite} from '../problem/problem.js';
import type {Scenario} from '../problem/scenario.js';
import type {RunDirectory} from '../run/run-directory.js';
import {loadCatalogue} from '../simulation/catalogue.js';
import {createBuiltInCritic} from '../simulation/critic.js';
import {isSimulated} from '../simulation/profiles.js';
import {type ModelChoice, openModel} from './open-model.js';

/**
 * Who writes verbal feedback: `builtin`, `file:<critic.jsonl>`, or a model's name as its server
 * lists it.
 */
export type CriticChoice = ModelChoice & {
  /** How often an expert is asked again whose remark shows the solution; default 2. */
  retries?: number;
  /** What its tokens cost; default: as the model's. */
  price?: Price;
};

/**
 * What the critic shares with the model of its run; its questions and costs count towards the same
 * bounds.
 */
type CriticSurroundings = {
  run: RunDirectory;
  prompts: PromptSet;
  onAttempt: (event: ModelEvent) => void;
} & Pick<AskerOptions, 'concurrency' | 'spending'>;

/**
 * A critic that was chosen and checked, to be opened when there is a run that keeps its answers.
 */
export type ChosenCritic = {
  id: string;
  open(options: CriticSurroundings): Promise<Critic>;
};

const defaultCriticRetries = 2;

/** How a critic that is a model is asked. */
export const criticDecoding = defaultDecoding;

/**
 * Chooses the critic of a live run: null where no scenario is verbal; without a choice the built-in
 * one on the starter suite.
 * @throws {UsageError} where a verbal scenario on another suite names no critic, or the critic
 * named is a simulated coder.
 */
export function chooseCritic(
  choice: CriticChoice | null,
  suite: Suite,
  scenarios: readonly Scenario[],
): ChosenCritic | null {
  const verbal = scenarios.filter(({verbal}) => verbal !== 'none');
  if (verbal.length === 0) return null;
  const spec = choice?.spec ?? (suite.name === 'starter' ? 'builtin' : null);
  if (spec === 'builtin')
    return {id: 'builtin', open: async () => createBuiltInCritic(await loadCatalogue(suite))};
  if (choice === null) {
    const ids = verbal.map(({id}) => id).join(', ');
    throw new UsageError(
      `--critic: ${ids} need a critic: name a model, or builtin (simulated), or leave them out with --scenarios`,
    );
  }
  if (isSimulated(choice.spec)) {
    throw new UsageError(`--critic: ${choice.spec} is a coder; the simulated critic is builtin`);
  }
  return {
    id: idOf(choice),
    async open({run, prompts, onAttempt, spending, ...bounds}) {
      const {model} = await openModel(choice, suite, (event) => {
        onAttempt(event);
        run.journal({...event, critic: true});
      });
      const store = {
        completions: run.criticCompletions,
        cutsTried: run.cutsTried,
        addCompletion: run.addCriticCompletion,
        journal: run.journal,
      };
      const retries = choice.retries ?? defaultCriticRetries;
      return createModelCritic({
        model,
        prompts,
        decoding: criticDecoding,
        store,
        retries,
        spending: choice.price ? spending?.at(choice.price) : spending,
        ...bounds,
      });
    },
  };
}

/** As it stands in manifests: of a file its name, not the way to it. */
function idOf({spec}: CriticChoice): string {
  return spec.startsWith('file:') ? recordedModelId(spec.slice('file:'.length)) : spec;
}
