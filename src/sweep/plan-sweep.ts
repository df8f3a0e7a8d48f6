import {basename, join, resolve} from 'node:path';
import {UsageError} from '../errors.js';
import {isServerless} from '../model/serverless.js';
import {modelSlug} from '../model/slug.js';
import {modelIdOf} from '../open/open-model.js';
import {nameInstead} from '../options/suggest.js';
import type {ReplayLogOptions} from '../replay/prepare-replay.js';
import type {EvidenceSources} from '../report/html/evidence.js';
import {findProfile, isSimulated, profiles} from '../simulation/profiles.js';
import type {SweepEndpoint, SweepFile} from './sweep-file.js';

/** `atOnce`: how many runs it is asked for side by side; they share its limits. */
type PlannedEndpoint = {name: string; about: SweepEndpoint; atOnce: number};

/** One replay of a sweep. */
export type PlannedRun = {
  /** As it is called in messages: `LOG/MODEL`. */
  name: string;
  /** Where it is asked; null for models that are not behind a server of the file. */
  endpoint: PlannedEndpoint | null;
  options: ReplayLogOptions;
};

/**
 * The replays of a sweep, log by log, in the file's order; reads no file.
 * @param path of the file, for messages.
 * @throws {UsageError} for an endpoint that does not exist or is not told, a simulated profile that
 * does not exist, or two runs of one directory.
 */
export function planSweep(path: string, sweep: SweepFile): PlannedRun[] {
  const models = sweep.models.map((given, i) => {
    const model = typeof given === 'string' ? {model: given} : given;
    const where = `${path}: models.${i}`;
    const told = endpointOf(where, model, sweep);
    if (told === null) refuseUnknownProfile(where, model.model);
    return {model, told, folder: folderOf(where, model)};
  });
  const runs = sweep.logs.flatMap((log) =>
    models.map(({model, told, folder}): PlannedRun => {
      const asked = models.filter((each) => each.told?.name === told?.name).length;
      const endpoint = told && {...told, atOnce: atOnce(told.about, asked * sweep.logs.length)};
      const name = `${basename(resolve(log))}/${folder}`;
      return {name, endpoint, options: optionsOf(sweep, {log, model, endpoint, name})};
    }),
  );
  const taken = new Map<string, number>();
  for (const [i, {options, name}] of runs.entries()) {
    const other = taken.get(options.out);
    if (other !== undefined)
      throw new UsageError(
        `${path}: two runs would have the directory ${options.out} (${name}, number ${other + 1} and ${i + 1}); give one of the models a name`,
      );
    taken.set(options.out, i);
  }
  return runs;
}

/** Logs, suite and prompts as the file names them, for a page of these runs. */
export function sourcesOf(runs: readonly PlannedRun[]): EvidenceSources {
  const [first] = runs;
  return {
    logs: [...new Set(runs.map(({options}) => options.log))],
    suite: first?.options.suite,
    promptsDirectory: first?.options.promptsDirectory,
  };
}

type SweptModel = Exclude<SweepFile['models'][number], string>;

function folderOf(where: string, {model, name}: SweptModel): string {
  try {
    return modelSlug(name ?? modelIdOf(model));
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${where}: ${error.message}`);
    throw error;
  }
}

/** Whether a model is asked of the file's only endpoint without naming it. */
function needsServer(model: string): boolean {
  return !isServerless(model) && !isSimulated(model);
}

/** Found before any model is asked, as all that is wrong with the file. */
function refuseUnknownProfile(where: string, model: string): void {
  if (!isSimulated(model) || findProfile(model)) return;
  const ids = profiles.map(({id}) => id);
  throw new UsageError(`${where}: ${model}: no such profile; ${nameInstead(model, ids)}`);
}

function endpointOf(
  where: string,
  {model, endpoint: named}: SweptModel,
  {endpoints}: SweepFile,
): Omit<PlannedEndpoint, 'atOnce'> | null {
  const names = Object.keys(endpoints);
  const [only] = names;
  const name = named ?? (names.length === 1 && needsServer(model) ? only : undefined);
  if (name === undefined) {
    if (names.length < 2 || !needsServer(model)) return null;
    throw new UsageError(`${where}: endpoint: missing; there are ${names.join(', ')}`);
  }
  const about = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  if (about) return {name, about};
  const known = names.length === 0 ? 'there is none in endpoints' : `there are ${names.join(', ')}`;
  throw new UsageError(`${where}.endpoint: ${name}: no such endpoint; ${known}`);
}

/** Each run has its share of the limits to itself, and the least share is one. */
function atOnce({models_at_once, rpm, tpm}: SweepEndpoint, runs: number): number {
  return Math.min(models_at_once, runs, rpm ?? models_at_once, tpm ?? models_at_once);
}

function optionsOf(
  sweep: SweepFile,
  {
    log,
    model,
    endpoint,
    name,
  }: {log: string; model: SweptModel; endpoint: PlannedRun['endpoint']; name: string},
): ReplayLogOptions {
  const about = endpoint?.about;
  const share = (limit: number | undefined) =>
    limit === undefined ? undefined : Math.floor(limit / (endpoint?.atOnce ?? 1));
  return {
    log,
    suite: sweep.suite,
    model: {
      spec: model.model,
      baseUrl: about?.base_url,
      endpoint: about && {
        apiKeyEnv: about.api_key_env,
        azureApiVersion: about.azure_api_version,
        maxTokensField: about.max_tokens_field,
        timeoutMs: about.timeout === undefined ? undefined : Math.round(about.timeout * 1000),
        rateLimits: {requestsPerMinute: share(about.rpm), tokensPerMinute: share(about.tpm)},
      },
    },
    out: join(sweep.out, name),
    scenarios: sweep.scenarios,
    limit: sweep.limit,
    tasks: sweep.tasks,
    history: sweep.history,
    promptsDirectory: sweep.prompts,
    systemPrompt: sweep.system_prompt,
    decoding: {...sweep.decoding, ...model.decoding},
    concurrency: about?.concurrency,
  };
}
