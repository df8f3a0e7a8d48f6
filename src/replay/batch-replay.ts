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
import {openRunDirectory} from '../run/run-directory.js';
import {runnableProblems} from '../session/session.js';
import {
  type PreparedReplay,
  prepareReplay,
  type ReplayLogOptions,
  replayIdentity,
} from './prepare-replay.js';

/** A service that takes batches, and the folder of the batch files. */
export type BatchService = ConnectionOptions & {directory: string};

const pollMs = 60_000;

/**
 * What `writePlanAsBatches` did. `requests`: those written; `answered`: those of the plan that the
 * run in `out` has answers to.
 */
export type WrittenBatches = {files: string[]; requests: number; answered: number};

/** Of a replay's options, those that decide which requests there are; `out` where it was begun. */
export type BatchPlanOptions = Omit<ReplayLogOptions, 'out'> & {out?: string | undefined};

/**
 * Writes every distinct request of a replay as Batch files; where its run was begun, those that it
 * has no answer to.
 * @param keepExisting leave a folder that holds the batch files of this plan already as it is, and
 * return null.
 * @throws {UsageError} when the folder is not empty, or holds another plan.
 */
export async function writePlanAsBatches(
  options: BatchPlanOptions,
  directory: string,
  maxTokensField: MaxTokensField,
  keepExisting: boolean,
): Promise<WrittenBatches | null> {
  const prepared = await prepareReplay(options);
  const model = modelIdOf(options.model);
  const {problems} = await runnableProblems(prepared.suite, options);
  const planned = questionsOf(prepared.plan(problems));
  const answers = await storedAnswers(options, prepared);
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
  const {problems} = await runnableProblems(prepared.suite, {...options, onNotice: undefined});
  const hashes = hashesOf(questionsOf(prepared.plan(problems)));
  const {mode} = prepared.asking.decoding;
  const results = await readBatchResults(files, hashes, {model, mode});
  const answers = await storedAnswers(options, prepared);
  const missing = results.missing.filter((hash) => !answers.has(hash)).length;
  options.onNotice?.(
    `batch files: ${results.answers.size} answers, ${results.failures.size} failed; ${missing} requests of the plan have neither a line here nor an answer from before; ${results.foreign} lines answer no request of the plan`,
  );
  return createBatchModel(model, results);
}

/**
 * Uploads the files of the folder and starts their batches; what was done before is not done again.
 */
export async function submitBatches(service: BatchService, signal: AbortSignal): Promise<void> {
  const api = openApi(service);
  await api.submit(signal).finally(() => api.close());
}

/** How the batches stand, a line each. */
export async function batchStatus(service: BatchService, signal: AbortSignal): Promise<string[]> {
  const api = openApi(service);
  return (await api.status(signal).finally(() => api.close())).map(describeBatch);
}

/** Waits for the batches and downloads what came back. Returns the files. */
export async function fetchBatches(
  service: BatchService,
  {signal, note}: {signal: AbortSignal; note(text: string): void},
): Promise<string[]> {
  const api = openApi(service);
  try {
    await api.wait(pollMs, (batches) => note(batches.map(describeBatch).join('; ')), signal);
    return await api.fetch(signal);
  } finally {
    await api.close();
  }
}

function openApi(service: BatchService) {
  return createBatchApi({...service, statePath: join(service.directory, 'batches.json')});
}

/**
 * The requests that the run in `out` has answers to, where one was begun. @throws {UsageError}
 * where it is another run.
 */
async function storedAnswers(
  options: BatchPlanOptions,
  prepared: PreparedReplay,
): Promise<ReadonlySet<string>> {
  const {out} = options;
  if (out === undefined || !existsSync(join(out, 'manifest.json'))) return new Set();
  const run = await openRunDirectory(out, replayIdentity(options, prepared));
  run.close();
  return new Set(run.completions.keys());
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
          `${path}: body.model: ${value.body.model}, asked for is ${model}; ${newFolder}`,
        );
      if (!known.has(value.custom_id))
        throw new UsageError(
          `${path}: custom_id: ${value.custom_id.slice(0, 12)} is no request of this plan; ${newFolder}`,
        );
      unsent.delete(value.custom_id);
    }
  }
  if (unsent.size > 0)
    throw new UsageError(`${directory}: lacks ${unsent.size} requests of this plan; ${newFolder}`);
}

const newFolder = 'name a new folder with --batch-out';

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
