import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import type {Question} from '../conversation/ask.js';
import type {PlannedPlace} from '../conversation/plan-replay.js';
import {UsageError} from '../errors.js';
import {readJsonl} from '../files/jsonl.js';
import {type BatchStatus, createBatchApi} from '../model/batch/api.js';
import {writeBatchFiles} from '../model/batch/files.js';
import {createBatchModel, readBatchResults} from '../model/batch/results.js';
import type {ConnectionOptions} from '../model/endpoint/openai-client.js';
import type {MaxTokensField} from '../model/endpoint/request-body.js';
import type {Model, Request} from '../model/model.js';
import {modelIdOf} from '../open/open-model.js';
import {printableServer, serverOf} from '../open/server.js';
import {checkOptions, optionsOf} from '../options/check-options.js';
import {counted} from '../options/counted.js';
import {abortSignal, callback, flag, oneOf, text} from '../options/fields.js';
import {option} from '../options/option-name.js';
import type {Problem} from '../problem/problem.js';
import {refuseForgotten} from '../run/forgotten-choice.js';
import {openRunDirectory} from '../run/run-directory.js';
import {closing} from '../session/closing.js';
import {problemsAsked} from '../session/session.js';
import {
  type PreparedReplay,
  prepareReplay,
  type ReplayLogOptions,
  replayFields,
  replayIdentity,
  selectionAmong,
} from './prepare-replay.js';

/** The folder of the batch files, and a service that takes batches. */
export type BatchService = Omit<ConnectionOptions, 'baseUrl'> & {
  directory: string;
  /** Default: as OPENAI_BASE_URL says, else OpenAI's. */
  baseUrl?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Hears which server is asked, and how the batches stand while they are waited for. */
  onNotice?: ((notice: string) => void) | undefined;
};

const serviceSchema = optionsOf<BatchService>({
  directory: text,
  baseUrl: text.optional(),
  apiKeyEnv: text.optional(),
  azureApiVersion: text.optional(),
  environment: z.record(z.string(), z.string().optional(), 'expected an object').optional(),
  signal: abortSignal.optional(),
  onNotice: callback<(notice: string) => void>().optional(),
});

const openAi = 'https://api.openai.com/v1';

const pollMs = 60_000;

/**
 * What `writePlanAsBatches` did. `requests`: those written; `answered`: those of the plan that the
 * run in `out` has answers to.
 */
export type WrittenBatches = {files: string[]; requests: number; answered: number};

/** A replay's options; `out` where the run was begun. */
export type BatchPlanOptions = Omit<ReplayLogOptions, 'out'> & {out?: string | undefined};

/** A replay's options, and where and how its requests are written. */
export type WriteBatchesOptions = BatchPlanOptions & {
  /** The folder of the batch files, new or empty. */
  directory: string;
  /** How the limit of an answer is sent. Default `max_tokens`. */
  maxTokensField?: MaxTokensField | undefined;
  /** Leave a folder that holds the batch files of this plan as it is. Default false. */
  keepExisting?: boolean | undefined;
};

const writeSchema = optionsOf<WriteBatchesOptions>({
  ...replayFields,
  out: replayFields.out.optional(),
  directory: text,
  maxTokensField: oneOf('max_tokens', 'max_completion_tokens').optional(),
  keepExisting: flag.optional(),
});

/**
 * Writes every distinct request of a replay as Batch files; where its run was begun, those that it
 * has no answer to. Null: existing files were kept.
 * @throws {UsageError} when the folder is not empty, or holds another plan.
 */
export async function writePlanAsBatches(
  options: WriteBatchesOptions,
): Promise<WrittenBatches | null> {
  checkOptions('writePlanAsBatches', writeSchema, options);
  const {directory, maxTokensField = 'max_tokens', keepExisting = false} = options;
  const prepared = await prepareReplay(options);
  const model = modelIdOf(options.model);
  const problems = await problemsAsked(prepared.suite, options);
  const planned = questionsOf(prepared.plan(problems));
  const answers = await storedAnswers(options, prepared, problems);
  const lacking = planned.filter(({hash}) => !answers.has(hash));
  if (keepExisting && batchFilesIn(directory).length > 0) {
    await refuseOtherPlan(directory, model, {planned, lacking});
    return null;
  }
  const body = {model, maxTokensField};
  const files = await writeBatchFiles(directory, requestsOf(lacking), body);
  const requests = hashesOf(lacking).size;
  return {files, requests, answered: hashesOf(planned).size - requests};
}

/**
 * The target of a replay, which answers out of the output and error files of batches.
 * @param options `onNotice` hears what the files hold.
 * @throws {FileFormatError} for a line that is not of the format.
 */
export async function openBatchModel(
  files: readonly string[],
  options: BatchPlanOptions,
  prepared: PreparedReplay,
): Promise<Model> {
  const model = modelIdOf(options.model);
  const problems = await problemsAsked(prepared.suite, {...options, onNotice: undefined});
  const hashes = hashesOf(questionsOf(prepared.plan(problems)));
  const results = await readBatchResults(files, hashes, model);
  const answers = await storedAnswers(options, prepared, problems);
  const missing = results.missing.filter((hash) => !answers.has(hash)).length;
  options.onNotice?.(
    `batch files: ${counted(results.answers.size, 'answer')}, ${results.failures.size} failed; ${counted(missing, 'request of the plan has', 'requests of the plan have')} neither a line here nor an answer from before; ${counted(results.foreign, 'line answers', 'lines answer')} no request of the plan`,
  );
  return createBatchModel(model, results);
}

/**
 * Uploads the files of the folder and starts their batches; what was done before is not done again.
 */
export async function submitBatches(service: BatchService): Promise<void> {
  checkOptions('submitBatches', serviceSchema, service);
  const api = openApi(service);
  await api.submit(service.signal).finally(() => api.close());
}

/** How the batches stand, a line each. */
export async function batchStatus(service: BatchService): Promise<string[]> {
  checkOptions('batchStatus', serviceSchema, service);
  const api = openApi(service);
  return (await api.status(service.signal).finally(() => api.close())).map(describeBatch);
}

/** Waits for the batches and downloads what came back. Returns the files. */
export async function fetchBatches(service: BatchService): Promise<string[]> {
  checkOptions('fetchBatches', serviceSchema, service);
  const {signal, onNotice = () => {}} = service;
  const api = openApi(service);
  try {
    await api.wait(pollMs, (batches) => onNotice(batches.map(describeBatch).join('; ')), signal);
    return await api.fetch(signal);
  } finally {
    await api.close();
  }
}

function openApi({signal: _, onNotice, ...service}: BatchService) {
  const baseUrl = serverOf(service.baseUrl, openAi);
  onNotice?.(`batches are at ${printableServer(baseUrl, service.azureApiVersion)}`);
  return createBatchApi({...service, baseUrl, statePath: join(service.directory, 'batches.json')});
}

/**
 * The requests that the run in `out` has answers to, where one was begun. @throws {UsageError}
 * where it is another run, or one over fewer problems or scenarios, and none are named.
 */
async function storedAnswers(
  options: BatchPlanOptions,
  prepared: PreparedReplay,
  problems: readonly Problem[],
): Promise<ReadonlySet<string>> {
  const {out} = options;
  if (out === undefined || !existsSync(join(out, 'manifest.json'))) return new Set();
  const run = await openRunDirectory(out, replayIdentity(options, prepared));
  return closing(run, async () => {
    await refuseForgotten(run, selectionAmong(problems, prepared), options);
    return new Set(run.completions.keys());
  });
}

function batchFilesIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter((name) => /^batch-\d+\.jsonl$/.test(name));
}

const sentLine = z.object({custom_id: z.string(), body: z.object({model: z.string()})});

/** What was written for another model or plan would be sent, and paid for, for nothing. */
async function refuseOtherPlan(
  directory: string,
  model: string,
  {planned, lacking}: {planned: readonly Question[]; lacking: readonly Question[]},
): Promise<void> {
  const known = hashesOf(planned);
  const unsent = hashesOf(lacking);
  for (const file of batchFilesIn(directory)) {
    for await (const {line, value} of readJsonl(join(directory, file), sentLine)) {
      const path = `${join(directory, file)}:${line}`;
      if (value.body.model !== model)
        throw new UsageError(
          `${path}: body.model: ${value.body.model}, asked for is ${model}; ${newFolder()}`,
        );
      if (!known.has(value.custom_id))
        throw new UsageError(
          `${path}: custom_id: ${value.custom_id.slice(0, 12)} is no request of this plan; ${newFolder()}`,
        );
      unsent.delete(value.custom_id);
    }
  }
  if (unsent.size > 0)
    throw new UsageError(
      `${directory}: lacks ${counted(unsent.size, 'request')} of this plan; ${newFolder()}`,
    );
}

const newFolder = () => `name a new folder with ${option('writePlanAsBatches.directory')}`;

function questionsOf(places: readonly PlannedPlace[]): Question[] {
  return places.flatMap((place) => (place.kind === 'ask' ? [place.question] : []));
}

function hashesOf(questions: readonly Question[]): Set<string> {
  return new Set(questions.map(({hash}) => hash));
}

function* requestsOf(questions: readonly Question[]): Generator<Request> {
  for (const question of questions) yield question.build();
}

/** @example `batch-0001.jsonl: in_progress, 120 of 373 done, 0 failed` */
function describeBatch({file, status, total, completed, failed, reason}: BatchStatus): string {
  return `${file}: ${status}, ${completed} of ${total} done, ${failed} failed${reason ? ` (${reason})` : ''}`;
}
