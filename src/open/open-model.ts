import {UsageError} from '../errors.js';
import type {ConnectionOptions} from '../model/endpoint/openai-client.js';
import type {MaxTokensField} from '../model/endpoint/request-body.js';
import {defaultTimeoutMs, type RetryPolicy} from '../model/endpoint/retry.js';
import type {ModelEvent} from '../model/events.js';
import type {Model} from '../model/model.js';
import {createRecordedModel, recordedModelId} from '../model/recorded.js';
import {canonical, filePrefix} from '../model/serverless.js';
import {fieldsGiven, type Given} from '../options/given.js';
import {option} from '../options/option-name.js';
import type {Suite} from '../problem/problem.js';
import {createCanonicalModel} from '../simulation/canonical-model.js';
import {loadCatalogue} from '../simulation/catalogue.js';
import {createSimulatedCoder} from '../simulation/coder.js';
import {findProfile, isSimulated, profiles, simulatedPrefix} from '../simulation/profiles.js';
import {useOwnModel} from './own-ports.js';
import {printableServer, serverOf} from './server.js';

/** How a server is asked: keys, limits and speed, no part of a run's identity. */
export type EndpointSpec = Omit<ConnectionOptions, 'baseUrl'> & {
  /** How the limit of an answer is sent. Default `max_tokens`. */
  maxTokensField?: MaxTokensField | undefined;
  /** Largest reply that is read, in MiB. Default 32. */
  maxReplyMiB?: number | undefined;
  /** For a whole attempt, in ms. Default 600,000. */
  timeoutMs?: number | undefined;
  retry?: Given<RetryPolicy> | undefined;
  /** Default: none. Retries count. */
  rateLimits?: Given<{requestsPerMinute: number; tokensPerMinute: number}> | undefined;
};

/** Which model is meant, and how it is reached. Only `spec` is part of a run's identity. */
export type ModelSpec = {
  /**
   * `simulated:<profile>`, `canonical`, `file:<completions.jsonl>`, or a model's name as its server
   * lists it.
   */
  spec: string;
  /**
   * Where the server is. Default for names: as OPENAI_BASE_URL says, else
   * `http://localhost:8000/v1`; simulated profiles run in this process.
   */
  baseUrl?: string | undefined;
  endpoint?: EndpointSpec | undefined;
};

/** Who answers: a word as in `spec`, a spec, or a model of your own, used as it is, left open. */
export type ModelChoice = string | ModelSpec | Model;

export type OpenedModel = {
  model: Model;
  /** True where all code comes from the package itself, so that it may be judged without a seal. */
  trusted: boolean;
  /** Hash of the catalogue of bugs, where the coder is simulated in this process. */
  catalogueSha256: string | null;
  /** The server that is asked, as it may be printed; null where none is. */
  server: string | null;
  /** How long one answer of it may take. */
  timeoutMs: number;
};

/**
 * Opens the model that was chosen. Closing what comes back ends what was opened here, and leaves a
 * model of the caller's open.
 * @param onEvent hears of every attempt at an endpoint.
 * @throws {UsageError} for a profile or file that does not exist.
 */
export async function openModel(
  choice: ModelChoice,
  suite: Suite,
  onEvent: (event: ModelEvent) => void,
): Promise<OpenedModel> {
  if (isOwnModel(choice)) return foreign(useOwnModel(choice));
  const {spec, baseUrl, endpoint} = modelSpecOf(choice);
  if (spec === canonical) return {...foreign(createCanonicalModel(suite)), trusted: isOurs(suite)};
  if (spec.startsWith(filePrefix))
    return foreign(await createRecordedModel(spec.slice(filePrefix.length)));
  if (isSimulated(spec) && baseUrl === undefined) return openSimulated(spec, suite);
  if (baseUrl === undefined) refuseBareProfile(spec);
  const {createEndpointModel} = await import('../model/endpoint/endpoint.js');
  const {requestsPerMinute = null, tokensPerMinute = null} = endpoint?.rateLimits ?? {};
  const server = serverOf(baseUrl);
  const {timeoutMs = defaultTimeoutMs} = endpoint ?? {};
  const model = createEndpointModel({
    ...endpoint,
    timeoutMs,
    retry: fieldsGiven(endpoint?.retry),
    rateLimits: {requestsPerMinute, tokensPerMinute},
    model: spec,
    baseUrl: server,
    onEvent,
  });
  const printable = printableServer(server, endpoint?.azureApiVersion);
  return {...foreign(model), server: printable, timeoutMs};
}

/** The model's name as manifests have it; of a file its name, not the way to it. */
export function modelIdOf(choice: ModelChoice): string {
  if (isOwnModel(choice)) return choice.id;
  const {spec} = modelSpecOf(choice);
  return spec.startsWith(filePrefix) ? recordedModelId(spec.slice(filePrefix.length)) : spec;
}

function isOwnModel(choice: ModelChoice): choice is Model {
  return typeof choice === 'object' && 'ask' in choice;
}

function modelSpecOf(choice: string | ModelSpec): ModelSpec {
  return typeof choice === 'string' ? {spec: choice} : choice;
}

function foreign(model: Model): OpenedModel {
  const timeoutMs = defaultTimeoutMs;
  return {model, trusted: false, catalogueSha256: null, server: null, timeoutMs};
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
    `${option('model')} ${spec}: simulated coders are written ${meant}; for a server’s model of this name give ${option('baseUrl')}`,
  );
}

async function openSimulated(spec: string, suite: Suite): Promise<OpenedModel> {
  const profile = findProfile(spec);
  if (!profile) {
    throw new UsageError(
      `${option('model')} ${spec}: no such profile; there are ${profiles.map(({id}) => id).join(', ')}`,
    );
  }
  const catalogue = await loadCatalogue(suite);
  const model = createSimulatedCoder({profile, suite, catalogue});
  return {...foreign(model), trusted: isOurs(suite), catalogueSha256: catalogue.hash};
}

/**
 * Both answer with a suite's own solutions: only those that ship with the package are its own code.
 */
function isOurs({standardLibraryOnly}: Suite): boolean {
  return standardLibraryOnly;
}
