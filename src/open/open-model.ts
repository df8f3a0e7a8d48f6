import {UsageError} from '../errors.js';
import type {EndpointOptions} from '../model/endpoint/endpoint.js';
import type {ModelEvent} from '../model/events.js';
import type {Model} from '../model/model.js';
import {createRecordedModel} from '../model/recorded.js';
import type {Suite} from '../problem/problem.js';
import {createCanonicalModel} from '../simulation/canonical-model.js';
import {loadCatalogue} from '../simulation/catalogue.js';
import {createSimulatedCoder} from '../simulation/coder.js';
import {findProfile, isSimulated, profiles, simulatedPrefix} from '../simulation/profiles.js';

/**
 * Which model is meant, and how it is reached; connection and speed, no part of a run's identity
 * but `spec`.
 */
export type ModelChoice = {
  /**
   * `simulated:<profile>`, `canonical`, `file:<completions.jsonl>`, or a model's name as its server
   * lists it.
   */
  spec: string;
  /** Where the server is; null: the default for names, in process for simulated profiles. */
  baseUrl: string | null;
  endpoint?: Omit<EndpointOptions, 'model' | 'baseUrl' | 'onEvent'>;
  /** Answers of that model that came another way (batch files); then nobody is connected to. */
  answers?: Model;
};

export type OpenedModel = {
  model: Model;
  /** True where all code comes from the package itself, so that it may be judged without a seal. */
  trusted: boolean;
  /** Hash of the catalogue of bugs, where the coder is simulated in this process. */
  catalogueSha256: string | null;
};

export const defaultBaseUrl = 'http://localhost:8000/v1';

/**
 * Opens the model a `--model` names.
 * @param onEvent hears of every attempt at an endpoint.
 * @throws {UsageError} for a profile or file that does not exist.
 */
export async function openModel(
  choice: ModelChoice,
  suite: Suite,
  onEvent: (event: ModelEvent) => void,
): Promise<OpenedModel> {
  const {spec, baseUrl, answers} = choice;
  if (answers) return {model: answers, trusted: false, catalogueSha256: null};
  if (spec === 'canonical')
    return {model: createCanonicalModel(suite), trusted: isOurs(suite), catalogueSha256: null};
  if (spec.startsWith('file:')) {
    return {
      model: await createRecordedModel(spec.slice('file:'.length)),
      trusted: false,
      catalogueSha256: null,
    };
  }
  if (isSimulated(spec) && baseUrl === null) return openSimulated(spec, suite);
  if (baseUrl === null) refuseBareProfile(spec);
  const {createEndpointModel} = await import('../model/endpoint/endpoint.js');
  const model = createEndpointModel({
    ...choice.endpoint,
    model: spec,
    baseUrl: baseUrl ?? defaultBaseUrl,
    onEvent,
  });
  return {model, trusted: false, catalogueSha256: null};
}

/**
 * Somebody who forgot the prefix would be told of a server that does not answer. @throws
 * {UsageError}
 */
function refuseBareProfile(spec: string): void {
  if (spec !== 'simulated' && !findProfile(`${simulatedPrefix}${spec}`)) return;
  const meant =
    spec === 'simulated' ? profiles.map(({id}) => id).join(', ') : `${simulatedPrefix}${spec}`;
  throw new UsageError(
    `--model ${spec}: simulated coders are written ${meant}; for a server’s model of this name give --base-url`,
  );
}

async function openSimulated(spec: string, suite: Suite): Promise<OpenedModel> {
  const profile = findProfile(spec);
  if (!profile) {
    throw new UsageError(
      `--model ${spec}: no such profile; there are ${profiles.map(({id}) => id).join(', ')}`,
    );
  }
  const catalogue = await loadCatalogue(suite);
  const model = createSimulatedCoder({profile, suite, catalogue});
  return {model, trusted: isOurs(suite), catalogueSha256: catalogue.hash};
}

/**
 * Both answer with a suite's own solutions: only those that ship with the package are its own code.
 */
function isOurs({standardLibraryOnly}: Suite): boolean {
  return standardLibraryOnly;
}
